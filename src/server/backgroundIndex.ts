import { Emitter } from '../base/events.js';
import type { Disposable } from '../base/lifecycle.js';
import type { WorkspaceIndex } from './workspaceIndex.js';

/** The first look at a document goes before the rest of the workspace. */
const beginMs = 300;
/** Others are checked again when typing has paused. */
const settledMs = 250;

/** Which open documents something concerns. */
export type IsMeant = (uri: string) => boolean;

/** Reads the workspace once someone works with a manifest, and says when what it knows has changed and come to rest. */
export class BackgroundIndex implements Disposable {
  readonly #index: WorkspaceIndex;
  readonly #watch: () => Promise<void>;
  readonly #settled = new Emitter<IsMeant>();
  /** Fires with the documents that may look different now. */
  readonly onSettled = this.#settled.event;
  #beginning: ReturnType<typeof setTimeout> | undefined;
  #settling: ReturnType<typeof setTimeout> | undefined;
  /** Files that changed since; `undefined` among them stands for all. */
  readonly #changed = new Set<string | undefined>();

  constructor(index: WorkspaceIndex, watch: () => Promise<void>) {
    this.#index = index;
    this.#watch = watch;
    index.onChanged((uri) => {
      this.#changed.add(uri);
      clearTimeout(this.#settling);
      this.#settling = setTimeout(() => this.#settle(), settledMs);
    });
  }

  /** Someone works with a manifest. Only the first call counts. */
  begin(): void {
    this.#beginning ??= setTimeout(() => {
      void this.#watch().catch(() => undefined);
      this.#index.start();
    }, beginMs);
  }

  dispose(): void {
    clearTimeout(this.#beginning);
    clearTimeout(this.#settling);
    this.#settled.dispose();
  }

  /** One changed file concerns all but itself; several concern each other. */
  #settle(): void {
    const [only, ...more] = this.#changed;
    const isOne = only !== undefined && more.length === 0;
    this.#changed.clear();
    this.#settled.fire((uri) => !isOne || uri !== only);
  }
}
