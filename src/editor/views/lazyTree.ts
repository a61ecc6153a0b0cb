import * as vscode from 'vscode';
import type { Node } from './nodes.js';
import { ToldRows } from './toldRows.js';

/** How often ages are looked at while the view is in sight. */
const agingMs = 20_000;

/** What a view needs of the loaded feature. */
export interface TreeSource {
  roots(): readonly Node[];
  children(node: Node): readonly Node[] | Promise<readonly Node[]>;
  parent(node: Node): Node | undefined;
  item(node: Node): vscode.TreeItem;
  resolve(item: vscode.TreeItem, node: Node): vscode.TreeItem | Promise<vscode.TreeItem>;
}

/** A tree that is registered at activation and loads what fills it when it is first shown. */
export class LazyTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly view: vscode.TreeView<Node>;
  readonly #changed = new vscode.EventEmitter<Node | readonly Node[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event as vscode.Event<Node | Node[] | undefined>;
  readonly #load: () => Promise<TreeSource>;
  readonly #told = new ToldRows<Node>();
  #source: TreeSource | undefined;
  #aging: ReturnType<typeof setInterval> | undefined;
  /** Something changed while nobody looked. */
  #isDue = false;

  /** `options.many`: several rows may be chosen, for what is done to all of them. */
  constructor(id: string, load: () => Promise<TreeSource>, options: { readonly many?: boolean } = {}) {
    this.#load = load;
    this.view = vscode.window.createTreeView(id, {
      treeDataProvider: this,
      showCollapseAll: true,
      canSelectMany: options.many === true,
    });
    this.view.onDidChangeVisibility(({ visible }) => {
      clearInterval(this.#aging);
      if (!visible) return;
      this.#aging = setInterval(() => this.#age(), agingMs);
      if (this.#isDue) this.#fire(undefined);
      else this.#age();
      this.#isDue = false;
    });
  }

  /** Shows the given rows again, or all of them, once the view is in sight; rows keep their place by their id. */
  refresh(nodes?: readonly Node[]): void {
    if (this.view.visible) this.#fire(nodes);
    else this.#isDue = true;
  }

  async getChildren(node?: Node): Promise<Node[]> {
    const source = await this.#loaded();
    if (node) return [...(await source.children(node))];
    const roots = source.roots();
    this.#told.tellRoots(roots);
    return [...roots];
  }

  /** A row may be revealed before the view was ever shown. */
  getTreeItem(node: Node): vscode.TreeItem | Thenable<vscode.TreeItem> {
    return this.#source
      ? this.#tell(node, this.#source)
      : this.#loaded().then((source) => this.#tell(node, source));
  }

  getParent(node: Node): vscode.ProviderResult<Node> {
    return this.#source ? this.#source.parent(node) : this.#loaded().then((source) => source.parent(node));
  }

  resolveTreeItem(item: vscode.TreeItem, node: Node): vscode.ProviderResult<vscode.TreeItem> {
    return this.#source?.resolve(item, node) ?? item;
  }

  async #loaded(): Promise<TreeSource> {
    return (this.#source ??= await this.#load());
  }

  #tell(node: Node, source: TreeSource): vscode.TreeItem {
    const item = source.item(node);
    this.#told.tell(node, String(item.description));
    return item;
  }

  #fire(nodes: readonly Node[] | undefined): void {
    if (nodes === undefined) this.#told.clear();
    // The editor lets rows wait that come within 200 ms of another change: nothing is not told twice.
    if (this.#told.isStillEmpty(() => this.#source?.roots() ?? [])) return;
    this.#changed.fire(nodes);
  }

  /** Draws the rows again whose words changed by the hour alone. */
  #age(): void {
    const source = this.#source;
    const rows = source ? this.#told.outdated((node) => String(source.item(node).description)) : [];
    if (rows.length > 0) this.#fire(rows);
  }

  dispose(): void {
    clearInterval(this.#aging);
    this.view.dispose();
    this.#changed.dispose();
  }
}
