import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/lifecycle.js';
import type { Connection } from '../session/connection.js';
import type { ConnectionChange } from '../session/connections.js';
import type { WorkspaceServices } from '../languageClient/workspaceServices.js';
import { stateOf, type ConnectionState } from '../session/connection.js';
import type { Session } from '../session/session.js';
import { StatusBar } from '../statusBar.js';
import { changedEnvironmentRows, changedServiceRows } from './changes.js';
import type { LazyTree } from './lazyTree.js';
import { knownServices, type Picture } from './picture.js';
import { markProduction } from './productionMark.js';
import type { PlatformPicture } from './platformRow.js';
import { ServiceTree } from './serviceTree.js';
import { staleMessage } from './statusText.js';

export interface Trees {
  readonly services: LazyTree;
  readonly environments: LazyTree;
}

/** Keeps both trees, their welcome text and the status bar in step with the session. */
export class ViewHost implements Disposable {
  readonly services: ServiceTree;
  readonly environments: ServiceTree;
  readonly #trees: Trees;
  readonly #session: Session;
  readonly #workspace: WorkspaceServices;
  readonly #store = new DisposableStore();
  readonly #statusBar: StatusBar;
  #shown: ReadonlySet<string> = new Set();

  constructor(trees: Trees, session: Session, workspace: WorkspaceServices) {
    this.#trees = trees;
    this.#session = session;
    this.#workspace = workspace;
    this.#statusBar = this.#store.add(new StatusBar());
    this.#store.add(markProduction());
    this.services = new ServiceTree('services', () => this.pictures);
    this.environments = new ServiceTree('environments', () => this.pictures);
    this.#store.add(session.onDidChange(() => this.#update()));
    this.#store.add(session.onDidChangeLive((change) => this.#update(change)));
    this.#store.add(workspace.onDidChange(() => this.#update()));
    this.#update();
  }

  /** The platforms to render; none while the welcome text speaks instead. */
  get pictures(): readonly PlatformPicture[] {
    const { connections, connection: chosen } = this.#session;
    if (connections.length === 1 && !this.picture) return [];
    return connections.map((connection) => {
      const picture = this.#known(connection);
      const isChosen = connection === chosen && connections.length > 1;
      return { url: connection.url, connection, isChosen, ...(picture && { picture }) };
    });
  }

  /** What there is to render of the chosen platform; `undefined` while the welcome text speaks instead. */
  get picture(): Picture | undefined {
    return this.state === 'connected' || this.state === 'empty' ? this.#whole : undefined;
  }

  get state(): ConnectionState {
    const live = this.#session.connection?.live;
    if (!live) return this.#session.isStarting ? 'starting' : 'none';
    // Several platforms speak for themselves, each in its row.
    if (this.#session.connections.length > 1) return 'connected';
    return stateOf(live, live.snapshot.services.size + this.#workspace.all.length);
  }

  /** The line above the trees while they show what was last known. */
  get message(): string | undefined {
    const { picture } = this;
    if (this.#session.connections.length > 1) return undefined;
    return picture && staleMessage(picture.live);
  }

  loadMore(list: string): void {
    for (const [tree, rows] of [
      [this.#trees.services, this.services],
      [this.#trees.environments, this.environments],
    ] as const) {
      const parent = rows.loadMore(list);
      if (list === '') tree.refresh();
      else if (parent) tree.refresh([parent]);
    }
  }

  dispose(): void {
    this.#store.dispose();
  }

  get #whole(): Picture | undefined {
    const live = this.#session.connection?.live.snapshot;
    return live && { live, workspace: this.#workspace.names };
  }

  #known(connection: Connection): Picture | undefined {
    const live = connection.live.snapshot;
    const state = stateOf(connection.live, live.services.size + this.#workspace.all.length);
    return state === 'connected' || state === 'empty'
      ? { live, workspace: this.#workspace.names }
      : undefined;
  }

  /** One of several platforms changed: its rows alone are drawn again. */
  #updateOne({ connection: { url } }: ConnectionChange): void {
    for (const [tree, rows] of [
      [this.#trees.services, this.services],
      [this.#trees.environments, this.environments],
    ] as const) {
      tree.refresh([rows.platform(url).row]);
    }
  }

  #update(change?: ConnectionChange): void {
    const { connection } = this.#session;
    const { picture } = this;
    setContext('goldenPath.connection', this.state);
    setContext('goldenPath.platform', connection?.kind);
    setContext('goldenPath.severalPlatforms', this.#session.connections.length > 1);
    this.#statusBar.update(connection, this.#whole, this.#session.connections.length);
    if (change && this.#session.connections.length > 1) {
      this.#updateOne(change);
      return;
    }
    const { message } = this;
    const shown: ReadonlySet<string> =
      picture && this.state === 'connected' ? knownServices(picture) : new Set<string>();
    const serviceRows = change && changedServiceRows(change, this.services.nodes, this.#shown, shown);
    const environmentRows =
      change &&
      changedEnvironmentRows(change, this.environments.nodes, picture?.live.environments.keys() ?? []);
    this.#shown = shown;
    refresh(this.#trees.services, message, serviceRows);
    refresh(this.#trees.environments, message, environmentRows);
  }
}

function refresh(
  tree: LazyTree,
  message: string | undefined,
  rows: Parameters<LazyTree['refresh']>[0],
): void {
  if ((tree.view.message ?? '') !== (message ?? '')) tree.view.message = message ?? '';
  if (rows?.length !== 0) tree.refresh(rows);
}

function setContext(key: string, value: string | boolean | undefined): void {
  void vscode.commands.executeCommand('setContext', key, value);
}
