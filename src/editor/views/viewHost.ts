import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/lifecycle.js';
import type { LiveSnapshot } from '../../model/live.js';
import type { Connection } from '../session/connection.js';
import type { ConnectionChange } from '../session/connections.js';
import type { WorkspaceServices } from '../languageClient/workspaceServices.js';
import { stateOf, type ConnectionState } from '../session/connection.js';
import { Persons } from '../session/persons.js';
import type { Store } from '../session/memory.js';
import type { Session } from '../session/session.js';
import { StatusBar } from '../statusBar.js';
import { arrange, type Arranged } from './arranged.js';
import {
  ArrangementMemory,
  plainArrangement,
  type Arrangement,
  type ServicesArrangement,
} from './arrangement.js';
import type { ActivityTree } from './activity/activityTree.js';
import { ActivityView } from './activity/activityView.js';
import type { ActivityScope } from './activity/activity.js';
import { Arranger } from './arranger.js';
import { changedEnvironmentRows, changedServiceRows } from './changes.js';
import type { LazyTree } from './lazyTree.js';
import { cannotDeploy, lacks } from './lacks.js';
import { narrowingMessage } from './narrowing.js';
import type { Picture } from './picture.js';
import { FolderMarks } from './folderMarks.js';
import { markProduction } from './productionMark.js';
import type { PlatformPicture } from './platformRow.js';
import { ServiceTree } from './serviceTree.js';
import { servicesWanted } from './serviceFilter.js';
import { absenceWord, isPartSignedOut, partsMessage, tellers } from './platformRow.js';
import { staleMessage } from './statusText.js';
import { waitingOn, waitingSentence, type Waiting } from './waiting.js';

export interface Trees {
  readonly services: LazyTree;
  readonly environments: LazyTree;
  readonly activity: LazyTree;
}

/** Keeps the trees, their welcome text and the status bar in step with the session. */
export class ViewHost implements Disposable, ServicesArrangement {
  readonly services: ServiceTree;
  readonly environments: ServiceTree;
  readonly activity: ActivityView;
  readonly #trees: Trees;
  readonly #session: Session;
  readonly #workspace: WorkspaceServices;
  readonly #store = new DisposableStore();
  readonly #statusBar: StatusBar;
  readonly #memory: ArrangementMemory;
  readonly #persons: Persons;
  readonly #folderMarks: FolderMarks;
  readonly #arranger: Arranger;
  /** What the editor was told last: of a thousand changes of state, few are changes of these. */
  readonly #contexts = new Map<string, string | boolean | undefined>();
  #shown: Arranged = nothing;

  constructor(trees: Trees, session: Session, workspace: WorkspaceServices, store: Store) {
    const memory = new ArrangementMemory(store);
    this.#trees = trees;
    this.#memory = memory;
    this.#arranger = new Arranger(() => memory.current);
    this.#session = session;
    this.#workspace = workspace;
    this.#statusBar = this.#store.add(new StatusBar());
    this.#persons = this.#store.add(new Persons());
    this.#store.add(this.#persons.onDidChange(() => this.#update()));
    this.#store.add(session.owners.onDidChange(() => this.#ownersChanged()));
    this.#store.add(markProduction());
    this.#folderMarks = this.#store.add(new FolderMarks());
    this.services = new ServiceTree('services', () => this.pictures, this.#arranger);
    this.environments = new ServiceTree(
      'environments',
      () => this.pictures,
      new Arranger(() => plainArrangement),
    );
    this.activity = this.#store.add(new ActivityView(trees.activity, () => this.pictures, store));
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
      const owners = () => this.#session.owners.read(connection);
      return { url: connection.url, connection, isChosen, owners, ...(picture && { picture }) };
    });
  }

  /** What there is to render of the chosen platform; `undefined` while the welcome text speaks instead. */
  get picture(): Picture | undefined {
    return this.state === 'connected' || this.state === 'empty' ? this.#whole : undefined;
  }

  get state(): ConnectionState {
    const live = this.#session.connection?.live;
    const { isStarting, isResuming } = this.#session;
    if (!live) return isStarting ? 'starting' : isResuming ? 'connecting' : 'none';
    // Several platforms speak for themselves, each in its row.
    if (this.#session.connections.length > 1) return 'connected';
    return stateOf(live, live.snapshot.services.size + this.#workspace.all.length);
  }

  /** The line above the Services view while something of what it shows is not up to date. */
  get message(): string | undefined {
    const only = this.#only;
    return only && (staleMessage(only.live.snapshot) ?? partsMessage(only));
  }

  /** The platform that speaks above the views: where there are several, each speaks in its row. */
  get #only(): Connection | undefined {
    return this.picture && this.#session.connections.length === 1 ? this.#session.connection : undefined;
  }

  get arrangement(): Arrangement {
    return this.#memory.current;
  }

  async arrange(changes: Partial<Arrangement>): Promise<void> {
    await this.#memory.change(changes);
    this.#update();
  }

  countOf(filter: string): { readonly shown: number; readonly total: number } {
    return this.#count({ ...this.arrangement, filter });
  }

  /** Whose operations the Activity view shows. */
  async showActivity(scope: ActivityScope): Promise<void> {
    await this.activity.show(scope);
    this.#update();
  }

  /** Says in the status bar where the last change runs of the service that is being looked at. */
  showReach(words: string | undefined): void {
    if (this.#statusBar.reach === words) return;
    this.#statusBar.reach = words;
    this.#showStatus();
  }

  /** Selects the row of a service, or of an environment below it; what scope and filter hide is shown again. */
  async reveal(url: string, service: string, environment: string | undefined): Promise<void> {
    const isHidden = (): boolean => {
      const picture = this.pictures.find((each) => each.url === url)?.picture ?? this.picture;
      return picture !== undefined && !this.#arranger.of(picture).places.has(service);
    };
    if (isHidden()) await this.arrange({ filter: '', scope: 'all' });
    const picture = this.pictures.find((each) => each.url === url)?.picture ?? this.picture;
    if (!picture) return;
    const nodes =
      this.#session.connections.length > 1 ? this.services.platform(url).nodes : this.services.nodes;
    const [group] = this.#arranger.of(picture).places.get(service) ?? [];
    const within = group === '' ? undefined : group;
    const node =
      environment === undefined
        ? nodes.service(service, within)
        : nodes.deployment(service, environment, 'service', within);
    const { view } = this.#trees.services;
    const shown = isVisible(view);
    await vscode.commands.executeCommand('goldenPath.services.focus');
    // What takes the focus before the view is there would leave it shut.
    await shown;
    await view.reveal(node, { select: true, focus: true, expand: true });
  }

  loadMore(list: string): void {
    for (const { live, url } of this.#session.connections) {
      if (live.snapshot.hasMore && (list === '' || list === this.services.platform(url).row.id)) {
        live.show?.({ more: true });
      }
    }
    for (const [tree, rows] of this.#views) {
      const parent = rows.loadMore(list);
      if (list === '') tree.refresh();
      else if (parent) tree.refresh([parent]);
    }
  }

  dispose(): void {
    this.#store.dispose();
  }

  #count(arrangement: Arrangement): { readonly shown: number; readonly total: number } {
    const of = (picture: Picture, connection: Connection): Arranged =>
      arrangement === this.arrangement
        ? this.#arranger.of(picture)
        : arrange({ ...picture, owners: this.#session.owners.of(connection) }, arrangement);
    const all = this.pictures.flatMap(({ picture, connection }) =>
      picture ? [of(picture, connection)] : [],
    );
    return {
      shown: all.reduce((sum, { places }) => sum + places.size, 0),
      total: all.reduce((sum, { total }) => sum + total, 0),
    };
  }

  /** What scope and filter leave out, in words, and whether nothing is left. */
  #showNarrowing(): string | undefined {
    const { scope, filter } = this.arrangement;
    const isNarrowed = this.pictures.length > 0 && (scope !== 'all' || filter !== '');
    this.#setContext('goldenPath.servicesNarrowed', isNarrowed);
    if (!isNarrowed) return undefined;
    const { shown, total } = this.#count(this.arrangement);
    this.#setContext('goldenPath.nothingMatches', shown === 0);
    // The editor shows no welcome text, and so no button, below a line of its own.
    return shown === 0 ? undefined : narrowingMessage(this.arrangement, shown, total);
  }

  /** How much waits for the person, and for nobody else. */
  #showBadge(waiting: Waiting): void {
    const { view } = this.#trees.services;
    const count = waiting.approvals + waiting.incidents;
    const tooltip = waitingSentence(waiting) ?? '';
    if ((view.badge?.value ?? 0) === count && (view.badge?.tooltip ?? '') === tooltip) return;
    view.badge = count === 0 ? undefined : { value: count, tooltip };
  }

  #showStatus(): void {
    const { connection, connections } = this.#session;
    this.#statusBar.update(connection, this.#whole, connections.length, this.#waiting);
  }

  /** What waits for the person on all platforms. */
  get #waiting(): Waiting {
    return waitingOn(this.pictures.flatMap(({ picture }) => picture ?? []));
  }

  get #whole(): Picture | undefined {
    const { connection } = this.#session;
    return connection && this.#pictureOf(connection);
  }

  #known(connection: Connection): Picture | undefined {
    const picture = this.#pictureOf(connection);
    const state = stateOf(connection.live, picture.live.services.size + this.#workspace.all.length);
    return state === 'connected' || state === 'empty' ? picture : undefined;
  }

  #pictureOf(connection: Connection): Picture {
    const live = connection.live.snapshot;
    // Who the person is matters to nobody while everything is shown and nothing happens.
    const isWanted =
      this.arrangement.scope === 'mine' || live.operations.size > 0 || (live.incidents?.size ?? 0) > 0;
    const person = isWanted ? this.#persons.of(connection) : undefined;
    const owners = this.#showsOwners(live) ? this.#session.owners.of(connection) : undefined;
    return {
      live,
      workspace: this.#workspace.names,
      ...(person && { me: person.references }),
      ...(owners && { owners }),
    };
  }

  /** Whether rows name owners, or are found by them; tooltips ask for themselves. */
  #showsOwners(live: LiveSnapshot): boolean {
    const { grouping, filter } = this.arrangement;
    return grouping === 'owner' || filter !== '' || lacks(live, 'deployments');
  }

  #ownersChanged(): void {
    const { connections } = this.#session;
    if (connections.some(({ live }) => this.#showsOwners(live.snapshot))) this.#update();
  }

  get #views(): readonly (readonly [tree: LazyTree, rows: ServiceTree | ActivityTree])[] {
    return [
      [this.#trees.services, this.services],
      [this.#trees.environments, this.environments],
      [this.#trees.activity, this.activity.rows],
    ];
  }

  /** One of several platforms changed: its rows alone are drawn again. */
  #updateOne({ connection: { url } }: ConnectionChange): void {
    for (const [tree, rows] of this.#views) {
      tree.refresh([rows.platform(url).row]);
    }
  }

  #setContext(key: string, value: string | boolean | undefined): void {
    if (this.#contexts.has(key) && this.#contexts.get(key) === value) return;
    this.#contexts.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  }

  #update(change?: ConnectionChange): void {
    const { connection } = this.#session;
    const { picture } = this;
    this.#setContext('goldenPath.connection', this.state);
    this.#setContext('goldenPath.platform', connection?.kind);
    this.#setContext('goldenPath.severalPlatforms', this.#session.connections.length > 1);
    const lackedByAll = (isLacked: (live: LiveSnapshot) => boolean): boolean =>
      this.#session.connections.length > 0 &&
      this.#session.connections.every(({ live }) => isLacked(live.snapshot));
    this.#setContext('goldenPath.cannotDeploy', lackedByAll(cannotDeploy));
    this.#setContext(
      'goldenPath.cannotLog',
      lackedByAll((live) => lacks(live, 'logs')),
    );
    const isPortal = this.#session.connections.some(({ platform }) => platform.catalogFiles);
    this.#setContext('goldenPath.portal', isPortal);
    const { filter } = this.arrangement;
    for (const connection of this.#session.connections) {
      const owners = filter === '' ? undefined : this.#session.owners.of(connection);
      connection.live.show?.(servicesWanted(filter, owners));
    }
    this.#showStatus();
    const only = this.#only;
    this.#setContext('goldenPath.partSignedOut', only !== undefined && isPartSignedOut(only));
    this.#setContext('goldenPath.activityScope', this.activity.scope);
    this.#setContext('goldenPath.activityNarrowed', this.activity.isNarrowed);
    this.#showBadge(this.#waiting);
    this.#folderMarks.show(this.#workspace.all, connection?.live.snapshot);
    if (change && this.#session.connections.length > 1) this.#updateOne(change);
    else this.#updateRows(picture, change);
    // Last: the editor lets rows that come within 200 ms of a view's message wait for as long.
    say(this.#trees.services, [this.message, this.#showNarrowing()]);
    say(this.#trees.environments, [only && absenceWord(only, tellers.environments)]);
    say(this.#trees.activity, [only && absenceWord(only, tellers.activity), this.activity.message]);
  }

  /** Draws the rows of the one platform again that look different, without `change` all of them. */
  #updateRows(picture: Picture | undefined, change: ConnectionChange | undefined): void {
    const shown = picture && this.state === 'connected' ? this.#arranger.of(picture) : nothing;
    const serviceRows = change && changedServiceRows(change, this.services.nodes, this.#shown, shown);
    const environmentRows =
      change &&
      changedEnvironmentRows(change, this.environments.nodes, picture?.live.environments.keys() ?? []);
    this.#shown = shown;
    this.activity.update(!change || change.all || change.environments.size > 0);
    refresh(this.#trees.services, serviceRows);
    refresh(this.#trees.environments, environmentRows);
  }
}

const nothing: Arranged = { places: new Map(), groups: new Map(), total: 0 };

function refresh(tree: LazyTree, rows: Parameters<LazyTree['refresh']>[0]): void {
  if (rows?.length !== 0) tree.refresh(rows);
}

/** Says the sentences that there are above a view. */
function say({ view }: LazyTree, sentences: readonly (string | undefined)[]): void {
  const message = sentences.filter((sentence) => sentence !== undefined).join(' ');
  if ((view.message ?? '') !== message) view.message = message;
}

/** Resolves when it is, or after a second. */
function isVisible(view: vscode.TreeView<unknown>): Promise<void> {
  if (view.visible) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      listening.dispose();
      resolve();
    };
    const listening = view.onDidChangeVisibility(done);
    const timer = setTimeout(done, 1_000);
  });
}
