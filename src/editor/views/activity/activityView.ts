import { counted } from '../../../base/counted.js';
import { t } from '../../../base/l10n.js';
import { DisposableStore, type Disposable } from '../../../base/lifecycle.js';
import type { Store } from '../../session/memory.js';
import type { LazyTree } from '../lazyTree.js';
import type { Picture } from '../picture.js';
import type { PlatformPicture } from '../platformRow.js';
import { activityScopes, type Activity, type ActivityScope } from './activity.js';
import { changedActivityRows } from './activityChanges.js';
import { ActivityTree } from './activityTree.js';
import { OperationLogs, type LogPlace } from './operationLogs.js';

const key = 'goldenPath.activityScope';

/** Keeps the Activity view in step with the pictures of the platforms. */
export class ActivityView implements Disposable {
  readonly rows: ActivityTree;
  readonly #tree: LazyTree;
  readonly #memory: Store;
  readonly #pictures: () => readonly PlatformPicture[];
  readonly #store = new DisposableStore();
  readonly #logs = this.#store.add(new OperationLogs());
  #shown: Activity | undefined;
  #scope: ActivityScope;

  constructor(tree: LazyTree, pictures: () => readonly PlatformPicture[], memory: Store) {
    this.#tree = tree;
    this.#memory = memory;
    this.#pictures = pictures;
    this.#scope = activityScopes.find((scope) => scope === memory.get(key)) ?? 'mine';
    this.rows = new ActivityTree(pictures, () => this.#scope, this.#logs);
    this.#store.add(this.#logs.onDidChange((place) => this.#wrote(place)));
    this.#store.add(tree.view.onDidCollapseElement(({ element }) => this.rows.folded(element)));
  }

  get scope(): ActivityScope {
    return this.#scope;
  }

  async show(scope: ActivityScope): Promise<void> {
    this.#scope = scope;
    await this.#memory.update(key, scope);
  }

  /** What the scope leaves out, in words. */
  get message(): string | undefined {
    const hidden = this.#activities().reduce((sum, activity) => sum + activity.hidden, 0);
    if (hidden === 0 || this.#isEmpty) return undefined;
    return hidden === 1
      ? t('Only yours; 1 by others is hidden.')
      : t('Only yours; {0} by others are hidden.', counted(hidden));
  }

  /** Nothing of mine is shown, while there is something of others. */
  get isNarrowed(): boolean {
    return this.#isEmpty && this.#activities().some(({ hidden }) => hidden > 0);
  }

  /** The pictures changed; `isWhole`: in ways that the lists do not tell. */
  update(isWhole: boolean): void {
    const pictures = this.#pictures();
    this.#logs.keepOnly(pictures.map(({ connection }) => connection.platform));
    const [only] = pictures;
    const before = this.#shown;
    this.#shown = pictures.length === 1 ? this.#activityOf(only?.picture) : undefined;
    const after = this.#shown;
    const rows =
      !isWhole && before && after ? changedActivityRows(this.rows.nodes, before, after) : undefined;
    if (rows?.length !== 0) this.#tree.refresh(rows);
  }

  dispose(): void {
    this.#store.dispose();
  }

  get #isEmpty(): boolean {
    return this.#activities().every(
      ({ waiting, incidents, running, past }) =>
        waiting.length + incidents.length + running.length + past.length === 0,
    );
  }

  #activities(): readonly Activity[] {
    return this.#pictures().flatMap(({ picture }) => this.#activityOf(picture) ?? []);
  }

  #activityOf(picture: Picture | undefined): Activity | undefined {
    return picture && this.rows.activity(picture);
  }

  #wrote({ platform, operation }: LogPlace): void {
    const at = this.#pictures().find(({ connection }) => connection.platform === platform);
    if (at) this.#tree.refresh([this.rows.operationAt(at.url, operation)]);
  }
}
