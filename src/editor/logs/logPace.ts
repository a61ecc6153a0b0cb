import type { Disposable } from '../../base/lifecycle.js';
import type { ServiceLog } from './serviceLog.js';

/** Lines are shown together this often, so that a chatty service does not flood the editor. */
const quickMs = 100;
/** As the editor takes in the whole text each time, a long one is shown less often. */
const slowMs = 500;
const longText = 200_000;

export interface LogPaceOptions {
  readonly isSeen: () => boolean;
  readonly show: () => void;
  /** Something about the log changed, perhaps not its text. */
  readonly tell: () => void;
}

/** Decides when what came of a log is shown: soon, but never so often that it is felt elsewhere. */
export class LogPace implements Disposable {
  readonly #log: ServiceLog;
  readonly #options: LogPaceOptions;
  readonly #subscription: Disposable;
  #timer: NodeJS.Timeout | undefined;
  #shown = -1;

  constructor(log: ServiceLog, options: LogPaceOptions) {
    this.#log = log;
    this.#options = options;
    this.#subscription = log.onDidChange(() => this.#plan());
  }

  dispose(): void {
    this.#subscription.dispose();
    clearTimeout(this.#timer);
  }

  #plan(): void {
    this.#timer ??= setTimeout(() => this.#show(), this.#log.size > longText ? slowMs : quickMs);
  }

  #show(): void {
    this.#timer = undefined;
    this.#options.tell();
    const { version } = this.#log;
    if (version === this.#shown || !this.#options.isSeen()) return;
    this.#shown = version;
    this.#options.show();
  }
}
