import { isAbort } from '../../base/abort.js';
import { toDisposable, type Disposable } from '../../base/lifecycle.js';
import type { Log } from '../../model/log.js';
import type { DashboardModel } from '../../webview/dashboards/model.js';
import type { Session } from '../session/session.js';

/** What a dashboard is fed by: reads what the live picture does not hold, and makes a model of both. */
export interface DashboardSource {
  /** Reads the sections; `changed` when one has come. Rejects with an `AbortError` only. */
  read(signal: AbortSignal, changed: () => void): Promise<void>;
  /** `slow`: the reading takes longer than a person expects. */
  model(slow: boolean): DashboardModel;
  /** Whether a change of the live picture is of what this shows. */
  concerns(services: ReadonlySet<string>): boolean;
}

/** After this long, in ms, a reading is said to be slow. */
const slowMs = 3_000;
/** Changes that follow each other faster, in ms, are read once. */
const restMs = 1_500;

/** Keeps one open dashboard up to date while it is in sight; out of sight it reads nothing. */
export class LiveDashboard {
  readonly #source: DashboardSource;
  readonly #log: Log;
  #abort: AbortController | undefined;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #slow = false;

  constructor(source: DashboardSource, log: Log) {
    this.#source = source;
    this.#log = log;
  }

  model(): DashboardModel {
    return this.#source.model(this.#slow);
  }

  /** It came into sight: reads, and follows the picture until the result is disposed. */
  watch(session: Pick<Session, 'onDidChangeLive'>, update: () => void): Disposable {
    this.read(update);
    const listening = session.onDidChangeLive(({ all, services }) => {
      if (!all && !this.#source.concerns(services)) return;
      update();
      clearTimeout(this.#rest);
      this.#rest = setTimeout(() => this.read(update), restMs);
    });
    return toDisposable(() => {
      listening.dispose();
      clearTimeout(this.#rest);
      this.#abort?.abort();
    });
  }

  /** Reads every section again. */
  read(update: () => void): void {
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    const timer = setTimeout(() => {
      this.#slow = true;
      update();
    }, slowMs);
    this.#source
      .read(abort.signal, update)
      .catch((error: unknown) => {
        if (!isAbort(error)) this.#log.error('a dashboard was not read', error);
      })
      .finally(() => {
        clearTimeout(timer);
        if (this.#abort !== abort) return;
        this.#slow = false;
        update();
      });
  }
}
