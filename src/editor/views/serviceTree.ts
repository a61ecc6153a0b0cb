import type * as vscode from 'vscode';
import { tooltipOf } from './tooltips.js';
import { NodeStore, pageSize, paged, type Node } from './nodes.js';
import { groupsInOrder, servicesInOrder } from './arrangedOrder.js';
import type { Arranger } from './arranger.js';
import { environmentNames, environmentsInOrder, servicesIn, type Picture } from './picture.js';
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
  /** The rows of the only platform. */
  readonly nodes = new NodeStore();
  readonly #shape: TreeShape;
  readonly #pictures: () => readonly PlatformPicture[];
  readonly #arranger: Arranger;
  readonly #limits = new Map<string, number>();
  readonly #platforms = new Map<string, { readonly row: Node; readonly nodes: NodeStore }>();

  /** `pictures` gives none while the welcome text speaks instead. */
  constructor(shape: TreeShape, pictures: () => readonly PlatformPicture[], arranger: Arranger) {
    this.#shape = shape;
    this.#pictures = pictures;
    this.#arranger = arranger;
  }

  roots(): readonly Node[] {
    const pictures = this.#pictures();
    if (pictures.length > 1) return pictures.map(({ url }) => this.platform(url).row);
    const [only] = pictures;
    return only?.picture ? this.#lists(only.picture, this.nodes, '') : [];
  }

  /** The row of one of several platforms, and the rows below it. */
  platform(url: string): { readonly row: Node; readonly nodes: NodeStore } {
    const known = this.#platforms.get(url);
    if (known) return known;
    const made = {
      row: { kind: 'platform', id: `platform/${url}`, platform: url } as const,
      nodes: new NodeStore(url),
    };
    this.#platforms.set(url, made);
    return made;
  }

  children(node: Node): readonly Node[] {
    const picture = this.#pictureOf(node);
    if (!picture) return [];
    const nodes = this.#nodesOf(node);
    if (node.kind === 'platform') return this.#lists(picture, nodes, node.id, node.platform);
    if (node.kind === 'group') return this.#services(picture, nodes, node.id, node.platform, node.group);
    if (node.kind === 'service') {
      return environmentNames(picture.live, picture.live.services.get(node.service)).map((environment) =>
        nodes.deployment(node.service, environment, 'service', node.group),
      );
    }
    if (node.kind !== 'environment') return [];
    const deployment = (service: string): Node => nodes.deployment(service, node.environment, 'environment');
    const services = servicesIn(picture, node.environment);
    return paged(services, deployment, node.id, this.#limit(node.id), node.platform);
  }

  parent(node: Node): Node | undefined {
    if (node.kind === 'platform') return undefined;
    const nodes = this.#nodesOf(node);
    if (node.kind === 'deployment') {
      return node.under === 'service'
        ? nodes.service(node.service, node.group)
        : nodes.environment(node.environment);
    }
    if (node.kind === 'service' && node.group !== undefined) return nodes.group(node.group);
    return node.platform === undefined ? undefined : this.platform(node.platform).row;
  }

  item(node: Node): vscode.TreeItem {
    if (node.kind === 'platform') {
      const picture = this.#pictures().find(({ url }) => url === node.platform);
      if (picture) return toTreeItem(node, platformRow(picture));
    }
    return toTreeItem(node, this.#row(node, this.#pictureOf(node) ?? emptyPicture));
  }

  resolve(item: vscode.TreeItem, node: Node): vscode.TreeItem {
    const whole = this.#pictures().find(({ url }) => url === node.platform);
    const picture = this.#pictureOf(node);
    const tooltip =
      node.kind === 'platform' ? whole && platformTooltip(whole) : picture && tooltipOf(node, picture);
    if (tooltip) item.tooltip = toMarkdown(tooltip);
    return item;
  }

  /** Shows one page more of a list; `list` is the id of the row it hangs below, empty for the roots. */
  loadMore(list: string): Node | undefined {
    this.#limits.set(list, this.#limit(list) + pageSize);
    for (const { row, nodes } of this.#platforms.values()) {
      const found = row.id === list ? row : nodes.find(list);
      if (found) return found;
    }
    return this.nodes.find(list);
  }

  #lists(picture: Picture, nodes: NodeStore, list: string, platform?: string): readonly Node[] {
    if (this.#shape === 'environments') {
      const names = environmentsInOrder(picture.live).map(({ name }) => name);
      return paged(names, (name) => nodes.environment(name), list, this.#limit(list), platform);
    }
    if (this.#arranger.arrangement.grouping === 'none') {
      return this.#services(picture, nodes, list, platform);
    }
    const keys = groupsInOrder(this.#arranger.of(picture).groups.keys(), picture.live);
    return paged(keys, (key) => nodes.group(key), list, this.#limit(list), platform);
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
    return paged(ordered, (name) => nodes.service(name, group), list, this.#limit(list), platform);
  }

  #row(node: Node, picture: Picture): Row {
    const inGroup = node.kind === 'group' ? this.#arranger.of(picture).groups.get(node.group) : undefined;
    const row = rowOf(node, picture, Date.now(), inGroup);
    if (node.kind !== 'service') return row;
    return withPin(row, this.#arranger.arrangement.pins.includes(node.service));
  }

  #pictureOf({ platform }: Node): Picture | undefined {
    const pictures = this.#pictures();
    if (platform !== undefined) return pictures.find(({ url }) => url === platform)?.picture;
    return pictures.length === 1 ? pictures[0]?.picture : undefined;
  }

  #nodesOf({ platform }: Node): NodeStore {
    return platform === undefined ? this.nodes : this.platform(platform).nodes;
  }

  #limit(list: string): number {
    return this.#limits.get(list) ?? pageSize;
  }
}

const emptyPicture: Picture = {
  live: { status: 'loading', services: new Map(), environments: new Map(), operations: new Map() },
  workspace: new Set(),
};
