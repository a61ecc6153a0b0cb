import { t } from '../../base/l10n.js';
import { parseCron } from '../../language/schedule/cron.js';
import { nextRuns } from '../../language/schedule/nextRuns.js';
import { UserError } from '../../model/errors.js';
import type { Instance } from './instance.js';
import type { LaunchSchedule } from './launch.js';
import type { HealthReport } from './supervisedProcess.js';

/** Timers hold at most this long. */
const longestWaitMs = 2 ** 31 - 1;

export interface ScheduleClock {
  now(): number;
  /** Calls back once; the result calls it off. */
  after(ms: number, callback: () => void): () => void;
}

const systemClock: ScheduleClock = {
  now: Date.now,
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

export interface ScheduleOptions {
  readonly plan: LaunchSchedule;
  /** Starts one run; the number tells runs apart. */
  start(run: number): Promise<Instance>;
  /** The report changed. */
  onChange(): void;
  readonly clock?: ScheduleClock;
}

/** A cron job: starts a run whenever it is due and tells how the last one went. Throws `UserError` for a bad schedule. */
export class Schedule {
  readonly #options: ScheduleOptions;
  readonly #next: () => number | undefined;
  readonly #clock: ScheduleClock;
  readonly #running = new Set<Instance>();
  #callOff: (() => void) | undefined;
  #count = 0;
  #stopped = false;
  #last: HealthReport | undefined;
  #skipped = 0;

  constructor(options: ScheduleOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    const { cron: expression, timeZone } = options.plan;
    const cron = parseCron(expression);
    if ('part' in cron) {
      throw new UserError('local.schedule-invalid', t('The schedule "{0}" cannot be read.', expression));
    }
    this.#next = () => nextRuns(cron, timeZone, this.#clock.now(), 1)[0];
    try {
      this.#next();
    } catch {
      throw new UserError('local.schedule-zone', t('There is no time zone "{0}".', timeZone));
    }
    this.#plan();
  }

  get report(): HealthReport {
    const next = this.#next();
    const when =
      next === undefined
        ? t('It never runs again.')
        : t('The next run is at {0}.', new Date(next).toISOString());
    const left =
      this.#skipped === 0 ? '' : ` ${t('Runs left out because one was running: {0}.', this.#skipped)}`;
    if (this.#running.size > 0) {
      return { health: 'Healthy', message: `${t('A run is under way.')} ${when}${left}` };
    }
    if (this.#last?.health === 'Degraded') {
      return {
        health: 'Degraded',
        message: `${this.#last.message ?? t('The last run failed')}\n${when}${left}`,
      };
    }
    return { health: 'Healthy', message: `${when}${left}` };
  }

  get current(): readonly Instance[] {
    return [...this.#running];
  }

  /** A run that is due now, by the concurrency policy; false when it is left out. */
  async run(): Promise<boolean> {
    const { concurrencyPolicy } = this.#options.plan;
    if (this.#running.size > 0 && concurrencyPolicy === 'Forbid') {
      this.#skipped++;
      this.#options.onChange();
      return false;
    }
    if (concurrencyPolicy === 'Replace') await this.#stopRuns();
    if (this.#stopped) return false;
    try {
      const instance = await this.#options.start(++this.#count);
      if (this.#isStopped()) {
        await instance.stop();
        return false;
      }
      this.#running.add(instance);
      this.#options.onChange();
      void instance.ended().then(() => {
        if (this.#running.delete(instance)) this.#last = instance.report;
        this.#options.onChange();
      });
      return true;
    } catch (error) {
      this.#last = { health: 'Degraded', message: error instanceof Error ? error.message : String(error) };
      this.#options.onChange();
      return false;
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#callOff?.();
    await this.#stopRuns();
  }

  #isStopped(): boolean {
    return this.#stopped;
  }

  async #stopRuns(): Promise<void> {
    const runs = [...this.#running];
    this.#running.clear();
    await Promise.all(runs.map((instance) => instance.stop()));
  }

  #plan(): void {
    const next = this.#next();
    if (next === undefined) return;
    const wait = next - this.#clock.now();
    this.#callOff = this.#clock.after(Math.min(wait, longestWaitMs), () => {
      // A timer may come a little early, and a long wait is cut into pieces.
      const due = this.#clock.now() >= next;
      if (this.#stopped) return;
      this.#plan();
      if (due) void this.run();
    });
  }
}
