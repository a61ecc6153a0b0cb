import type * as vscode from 'vscode';
import { tooltipOf } from './tooltips.js';
import { NodeStore, pageSize, paged, type Node } from './nodes.js';
import { environmentNames, environmentsInOrder, serviceNames, servicesIn, type Picture } from './picture.js';
import { rowOf } from './rows.js';
import { toMarkdown, toTreeItem } from './treeItem.js';
import type { TreeSource } from './lazyTree.js';

export type TreeShape = 'services' | 'environments';

/** Rows of the Services view (service → environments) or of the Environments view (environment → services). */
export class ServiceTree implements TreeSource {
  readonly nodes = new NodeStore();
  readonly #shape: TreeShape;
  readonly #picture: () => Picture | undefined;
  readonly #limits = new Map<string, number>();

  /** `picture` answers `undefined` while there is nothing to show and the welcome text speaks instead. */
  constructor(shape: TreeShape, picture: () => Picture | undefined) {
    this.#shape = shape;
    this.#picture = picture;
  }

  roots(): readonly Node[] {
    const picture = this.#picture();
    if (!picture) return [];
    const nodes =
      this.#shape === 'services'
        ? serviceNames(picture).map((name) => this.nodes.service(name))
        : environmentsInOrder(picture.live).map(({ name }) => this.nodes.environment(name));
    return this.#page(nodes, '');
  }

  children(node: Node): readonly Node[] {
    const picture = this.#picture();
    if (!picture) return [];
    if (node.kind === 'service') {
      return environmentNames(picture.live, picture.live.services.get(node.service)).map((environment) =>
        this.nodes.deployment(node.service, environment, 'service'),
      );
    }
    if (node.kind !== 'environment') return [];
    const nodes = servicesIn(picture, node.environment).map((service) =>
      this.nodes.deployment(service, node.environment, 'environment'),
    );
    return this.#page(nodes, node.id);
  }

  parent(node: Node): Node | undefined {
    if (node.kind !== 'deployment') return undefined;
    return node.under === 'service'
      ? this.nodes.service(node.service)
      : this.nodes.environment(node.environment);
  }

  item(node: Node): vscode.TreeItem {
    const picture = this.#picture() ?? emptyPicture;
    return toTreeItem(node, rowOf(node, picture, Date.now()));
  }

  resolve(item: vscode.TreeItem, node: Node): vscode.TreeItem {
    const picture = this.#picture();
    const tooltip = picture && tooltipOf(node, picture);
    if (tooltip) item.tooltip = toMarkdown(tooltip);
    return item;
  }

  /** Shows one page more of a list; `list` is the id of the row it hangs below, empty for the roots. */
  loadMore(list: string): Node | undefined {
    this.#limits.set(list, this.#limit(list) + pageSize);
    return this.nodes.find(list);
  }

  #page(nodes: readonly Node[], list: string): readonly Node[] {
    return paged(nodes, list, this.#limit(list));
  }

  #limit(list: string): number {
    return this.#limits.get(list) ?? pageSize;
  }
}

const emptyPicture: Picture = {
  live: { status: 'loading', services: new Map(), environments: new Map(), operations: new Map() },
  workspace: new Set(),
};
