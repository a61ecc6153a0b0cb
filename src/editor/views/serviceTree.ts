import type * as vscode from 'vscode';
import { tooltipOf } from './tooltips.js';
import { paged, moreNode, type Node, type NodeStore } from './nodes.js';
import { groupsInOrder, servicesInOrder } from './arrangedOrder.js';
import type { Arranger } from './arranger.js';
import { detailsOf } from './details.js';
import { linksOf } from './serviceLinks.js';
import { deployedState, environmentNames, environmentsInOrder, servicesIn, type Picture } from './picture.js';
import { PlatformNodes } from './platformNodes.js';
import { platformRow, platformTooltip, type PlatformPicture } from './platformRow.js';
import type { Row } from './row.js';
import { rowOf, withPin } from './rows.js';
import { toMarkdown, toTreeItem } from './treeItem.js';
import type { TreeSource } from './lazyTree.js';

export type TreeShape = 'services' | 'environments';

/**
 * Rows of the Services view (perhaps group → service → environments) or of the Environments view (environment → services). Where there
 * are several platforms, each has a row of its own above them.
 */
export class ServiceTree implements TreeSource {
  readonly #shape: TreeShape;
  readonly #platforms: PlatformNodes;
  readonly #arranger: Arranger;

  /** `pictures` gives none while the welcome text speaks instead. */
  constructor(shape: TreeShape, pictures: () => readonly PlatformPicture[], arranger: Arranger) {
    this.#shape = shape;
    this.#platforms = new PlatformNodes(pictures);
    this.#arranger = arranger;
  }

  /** The rows of the only platform. */
  get nodes(): NodeStore {
    return this.#platforms.nodes;
  }

  roots(): readonly Node[] {
    return this.#platforms.roots((picture, nodes) => this.#lists(picture, nodes, ''));
  }

  /** The row of one of several platforms, and the rows below it. */
  platform(url: string): { readonly row: Node; readonly nodes: NodeStore } {
    return this.#platforms.platform(url);
  }

  children(node: Node): readonly Node[] {
    const picture = this.#platforms.pictureOf(node);
    if (!picture) return [];
    const nodes = this.#platforms.nodesOf(node);
    if (node.kind === 'platform') return this.#lists(picture, nodes, node.id, node.platform);
    if (node.kind === 'group') return this.#services(picture, nodes, node.id, node.platform, node.group);
    if (node.kind === 'service') {
      return [
        ...environmentNames(picture.live, picture.live.services.get(node.service)).map((environment) =>
          nodes.deployment(node.service, environment, 'service', node.group),
        ),
        ...linksOf(picture.live.services.get(node.service)).map(({ url }) =>
          nodes.link(node.service, url, node.group),
        ),
      ];
    }
    if (node.kind === 'deployment') {
      const state = deployedState(picture.live.services.get(node.service), node.environment);
      const details = state ? detailsOf(state, picture.live, Date.now()) : [];
      return details.map(({ key }) => nodes.detail(node, key));
    }
    if (node.kind !== 'environment') return [];
    const deployment = (service: string): Node => nodes.deployment(service, node.environment, 'environment');
    const services = servicesIn(picture, node.environment);
    return paged(services, deployment, node.id, this.#platforms.limit(node.id), node.platform);
  }

  parent(node: Node): Node | undefined {
    if (node.kind === 'platform') return undefined;
    const nodes = this.#platforms.nodesOf(node);
    if (node.kind === 'detail') {
      return nodes.deployment(node.service, node.environment, node.under, node.group);
    }
    if (node.kind === 'link') return nodes.service(node.service, node.group);
    if (node.kind === 'deployment') {
      return node.under === 'service'
        ? nodes.service(node.service, node.group)
        : nodes.environment(node.environment);
    }
    if (node.kind === 'service' && node.group !== undefined) return nodes.group(node.group);
    return this.#platforms.top(node);
  }

  item(node: Node): vscode.TreeItem {
    const platform = this.#platforms.platformOf(node);
    if (node.kind === 'platform' && platform) return toTreeItem(node, platformRow(platform));
    return toTreeItem(node, this.#row(node, platform?.picture ?? emptyPicture));
  }

  resolve(item: vscode.TreeItem, node: Node): vscode.TreeItem {
    const whole = this.#platforms.platformOf(node);
    const tooltip =
      node.kind === 'platform'
        ? whole && platformTooltip(whole)
        : whole?.picture && tooltipOf(node, whole.picture);
    if (tooltip) item.tooltip = toMarkdown(tooltip);
    return item;
  }

  /** Shows one page more of a list; `list` is the id of the row it hangs below, empty for the roots. */
  loadMore(list: string): Node | undefined {
    return this.#platforms.loadMore(list);
  }

  #lists(picture: Picture, nodes: NodeStore, list: string, platform?: string): readonly Node[] {
    const limit = this.#platforms.limit(list);
    if (this.#shape === 'environments') {
      const names = environmentsInOrder(picture.live).map(({ name }) => name);
      return paged(names, (name) => nodes.environment(name), list, limit, platform);
    }
    const keys = groupsInOrder(this.#arranger.of(picture).groups.keys(), picture.live);
    const rows =
      this.#arranger.arrangement.grouping === 'none'
        ? this.#services(picture, nodes, list, platform)
        : paged(keys, (key) => nodes.group(key), list, limit, platform);
    // What the platform has beyond the picture follows what is known already.
    if (picture.live.hasMore !== true || rows.at(-1)?.kind === 'more') return rows;
    return [...rows, moreNode(list, 0, platform)];
  }

  #services(
    picture: Picture,
    nodes: NodeStore,
    list: string,
    platform?: string,
    group?: string,
  ): readonly Node[] {
    const names = this.#arranger.of(picture).groups.get(group ?? '') ?? [];
    const ordered = servicesInOrder(names, this.#arranger.arrangement.pins);
    return paged(ordered, (name) => nodes.service(name, group), list, this.#platforms.limit(list), platform);
  }

  #row(node: Node, picture: Picture): Row {
    const inGroup = node.kind === 'group' ? this.#arranger.of(picture).groups.get(node.group) : undefined;
    const row = rowOf(node, picture, Date.now(), inGroup);
    if (node.kind !== 'service') return row;
    return withPin(row, this.#arranger.arrangement.pins.includes(node.service));
  }
}

const emptyPicture: Picture = {
  live: { status: 'loading', services: new Map(), environments: new Map(), operations: new Map() },
  workspace: new Set(),
};
