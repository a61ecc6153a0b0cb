import type * as vscode from 'vscode';
import { tooltipOf } from './tooltips.js';
import { moreNode, paged, type DeploymentNode, type Node, type NodeStore } from './nodes.js';
import { groupsInOrder, servicesInOrder } from './arrangedOrder.js';
import type { Arranger } from './arranger.js';
import { factsOf } from './environmentFacts.js';
import { notDeployed, servicesByState } from './inEnvironment.js';
import { BelowDeployment } from './belowDeployment.js';
import { isOnlyCatalogued } from './lacks.js';
import { linksOf } from './serviceLinks.js';
import { OnCalls } from './onCall.js';
import { deployedState, environmentNames, environmentsInOrder, type Picture } from './picture.js';
import { PlatformNodes } from './platformNodes.js';
import { platformRow, platformTooltip, type PlatformPicture } from './platformRow.js';
import type { Row } from './row.js';
import { rowOf, withPin } from './rows.js';
import { toMarkdown, toTreeItem } from './treeItem.js';
import type { TreeSource } from './lazyTree.js';

export type TreeShape = 'services' | 'environments';

/**
 * Rows of the Services view (perhaps group → service → environments) or of the Environments view (environment → state → services). Where there are several platforms, each has a row of its own above them.
 */
export class ServiceTree implements TreeSource {
  readonly #shape: TreeShape;
  readonly #platforms: PlatformNodes;
  readonly #arranger: Arranger;
  readonly #below = new BelowDeployment();
  readonly #onCalls: OnCalls;

  /** `pictures` gives none while the welcome text speaks instead. */
  constructor(
    shape: TreeShape,
    pictures: () => readonly PlatformPicture[],
    arranger: Arranger,
    onCalls = new OnCalls(),
  ) {
    this.#shape = shape;
    this.#platforms = new PlatformNodes(pictures);
    this.#arranger = arranger;
    this.#onCalls = onCalls;
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

  children(node: Node): readonly Node[] | Promise<readonly Node[]> {
    if (node.kind !== 'detail' && node.kind !== 'component') return this.known(node);
    const platform = this.#platforms.platformOf(node);
    if (!platform) return [];
    return this.#below.list(node, platform, this.#platforms.nodesOf(node), this.#platforms.limit(node.id));
  }

  /** What is below a row as far as the picture tells it. */
  known(node: Node): readonly Node[] {
    const picture = this.#platforms.pictureOf(node);
    if (!picture) return this.#platforms.unknown(node);
    const nodes = this.#platforms.nodesOf(node);
    if (node.kind === 'platform') return this.#lists(picture, nodes, node.id, node.platform);
    if (node.kind === 'group') return this.#services(picture, nodes, node.id, node.platform, node.group);
    if (node.kind === 'service') {
      const service = picture.live.services.get(node.service);
      const places = isOnlyCatalogued(picture.live, service) ? [] : environmentNames(picture.live, service);
      return [
        ...places.map((place) => nodes.deployment(node.service, place, 'service', node.group)),
        ...linksOf(service).map(({ url }) => nodes.link(node.service, url, node.group)),
      ];
    }
    if (node.kind === 'deployment') return this.#below.children(node, picture, nodes);
    if (node.kind === 'environment') return this.#inEnvironment(picture, nodes, node.environment);
    if (node.kind !== 'state') return [];
    const deployment = (service: string): Node => nodes.deployment(service, node.environment, 'environment');
    const services = servicesByState(picture, node.environment).get(node.state) ?? [];
    const ordered = servicesInOrder([...services], []);
    return paged(ordered, deployment, node.id, this.#platforms.limit(node.id), node.platform);
  }

  parent(node: Node): Node | undefined {
    if (node.kind === 'platform') return undefined;
    const nodes = this.#platforms.nodesOf(node);
    if (node.kind === 'detail') {
      return nodes.deployment(node.service, node.environment, node.under, node.group);
    }
    if (node.kind === 'link') return nodes.service(node.service, node.group);
    if (node.kind === 'incident') return node.below;
    if (node.kind === 'component') return this.#below.above(node, this.#platforms.platformOf(node), nodes);
    if (node.kind === 'past' || node.kind === 'resource') {
      const above = nodes.deployment(node.service, node.environment, node.under, node.group);
      return nodes.detail(above, node.kind === 'past' ? 'deployment' : 'resources');
    }
    if (node.kind === 'deployment') {
      return node.under === 'service'
        ? nodes.service(node.service, node.group)
        : nodes.state(node.environment, this.#stateOf(node));
    }
    if (node.kind === 'state' || node.kind === 'fact') return nodes.environment(node.environment);
    if (node.kind === 'service' && node.group !== undefined) return nodes.group(node.group);
    return this.#platforms.top(node);
  }

  item(node: Node): vscode.TreeItem {
    const platform = this.#platforms.platformOf(node);
    if (node.kind === 'platform' && platform) {
      return toTreeItem(node, platformRow(platform, this.known(node).length > 0));
    }
    const row = this.#below.row(node, platform, Date.now());
    return toTreeItem(node, row ?? this.#row(node, platform?.picture ?? emptyPicture));
  }

  async resolve(item: vscode.TreeItem, node: Node): Promise<vscode.TreeItem> {
    const whole = this.#platforms.platformOf(node);
    const owners = await whole?.owners?.();
    const tooltip =
      node.kind === 'platform'
        ? whole && platformTooltip(whole)
        : whole?.picture &&
          (this.#below.tooltip(node, whole) ??
            tooltipOf(node, { ...whole.picture, ...(owners && { owners }) }));
    const service = 'service' in node && node.kind !== 'past' ? node.service : undefined;
    if (tooltip && whole) item.tooltip = toMarkdown(await this.#onCalls.into(tooltip, whole, service));
    return item;
  }

  /** Shows one page more of a list; `list` is the id of the row it hangs below, empty for the roots. */
  loadMore(list: string): Node | undefined {
    return this.#platforms.loadMore(list);
  }

  #inEnvironment(picture: Picture, nodes: NodeStore, name: string): readonly Node[] {
    const environment = picture.live.environments.get(name);
    const facts = environment ? factsOf(environment, picture.live, Date.now()) : [];
    return [
      ...facts.map(({ key }) => nodes.fact(name, key)),
      ...[...servicesByState(picture, name).keys()].map((state) => nodes.state(name, state)),
    ];
  }

  /** The word of the health that a row of the Environments view is shown below. */
  #stateOf(node: DeploymentNode): string {
    const service = this.#platforms.pictureOf(node)?.live.services.get(node.service);
    return deployedState(service, node.environment)?.health ?? notDeployed;
  }

  #lists(picture: Picture, nodes: NodeStore, list: string, platform?: string): readonly Node[] {
    const limit = this.#platforms.limit(list);
    if (this.#shape === 'environments') {
      const names = environmentsInOrder(picture.live).map(({ name }) => name);
      return paged(names, (name) => nodes.environment(name), list, limit, platform);
    }
    const keys = groupsInOrder(this.#arranger.of(picture).groups.keys(), picture);
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
