import type { Disposable } from '../../base/lifecycle.js';
import type { ServiceLog } from './serviceLog.js';

/** Lines are shown together this often, so that a chatty service does not flood the editor. */
const quickMs = 100;
/** As the editor takes in the whole text each time, a long one is shown less often. */
const slowMs = 500;
const longText = 100_000;
/** More lines than this between two looks are a flood: nobody reads them, so that only the last ones are shown. */
const floodLines = 1_000;
/** Shown of a flood until it ebbs or is paused; the rest is kept. */
export const shownOfFlood = 1_000;

export interface LogPaceOptions {
  readonly isSeen: () => boolean;
  readonly show: () => void;
  /** Something about the log changed, perhaps not its text. */
  readonly tell: () => void;
}

/** Decides when what came of a log is shown, and how much: soon, but never so that it is felt elsewhere. */
export class LogPace implements Disposable {
  readonly #log: ServiceLog;
  readonly #options: LogPaceOptions;
  readonly #subscription: Disposable;
  #timer: NodeJS.Timeout | undefined;
  #shown = -1;
  #isFlood = false;

  constructor(log: ServiceLog, options: LogPaceOptions) {
    this.#log = log;
    this.#options = options;
    this.#subscription = log.onDidChange(() => this.#plan());
  }

  /** Whether only the last lines are to be shown for now. */
  get isFlood(): boolean {
    return this.#isFlood;
  }

  dispose(): void {
    this.#subscription.dispose();
    clearTimeout(this.#timer);
  }

  #plan(): void {
    const isLong = this.#isFlood || this.#log.size > longText;
    this.#timer ??= setTimeout(() => this.#show(), isLong ? slowMs : quickMs);
  }

  #show(): void {
    this.#timer = undefined;
    this.#options.tell();
    const { version } = this.#log;
    const isEbb = this.#isFlood && version - this.#shown <= floodLines;
    if ((version === this.#shown && !isEbb) || !this.#options.isSeen()) return;
    this.#isFlood = this.#shown >= 0 && version - this.#shown > floodLines;
    this.#shown = version;
    this.#options.show();
    if (this.#isFlood) this.#plan();
  }
}
