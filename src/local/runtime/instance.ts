import { Emitter } from '../../base/events.js';
import { abortReason, onAbort } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import { worstHealth, type RuntimeComponent } from '../../model/catalog.js';
import { UserError } from '../../model/errors.js';
import type { Launch } from './launch.js';
import { SupervisedProcess, type HealthReport, type ProcessSettings } from './supervisedProcess.js';

/** One deployment running: all processes of a service in one environment. */
export class Instance {
  readonly id: string;
  readonly launch: Launch;
  readonly startedAt = new Date().toISOString();
  readonly #processes: readonly SupervisedProcess[];
  readonly #changed = new Emitter<HealthReport>();
  #runs: readonly Promise<void>[] = [];
  #last: string | undefined;
  #stopped = false;

  readonly onDidChange = this.#changed.event;

  constructor(id: string, launch: Launch, settings: Omit<ProcessSettings, 'health' | 'ports' | 'instance'>) {
    this.id = id;
    this.launch = launch;
    const { health, ports } = launch;
    this.#processes = launch.processes.map(
      (spec) => new SupervisedProcess(spec, { ...settings, instance: id, health, ports }),
    );
    for (const process of this.#processes) process.onDidChange(() => this.#report());
  }

  get report(): HealthReport {
    const reports = this.#processes.map((process) => process.report);
    const health = worstHealth(reports.map((report) => report.health)) ?? 'Unknown';
    const message = reports.find((report) => report.health === health)?.message;
    return { health, ...(message !== undefined && { message }) };
  }

  /** Its processes, each with how it fares. */
  get components(): readonly RuntimeComponent[] {
    return this.#processes.map(({ name, image, report, restarts }) => ({
      id: `${this.id}/${name}`,
      kind: image === undefined ? 'Process' : 'Container',
      name,
      ...report,
      restarts,
      startedAt: this.startedAt,
      ...(image !== undefined && { image }),
    }));
  }

  get restarts(): number {
    return this.#processes.reduce((sum, process) => sum + process.restarts, 0);
  }

  get ready(): number {
    return this.#processes.filter((process) => process.report.health === 'Healthy').length;
  }

  get size(): number {
    return this.#processes.length;
  }

  get urls(): readonly string[] {
    return this.launch.ports.map(({ port }) => `http://localhost:${port}`);
  }

  start(): void {
    this.#runs = this.#processes.map((process) => process.run(this.#processes));
  }

  /** Resolves when it is healthy for the first time. Rejects with `UserError` when it is not in time, or on abort. */
  async untilHealthy(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const check = (report: HealthReport): void => {
        if (report.health !== 'Healthy' && report.health !== 'Degraded') return;
        changes.dispose();
        aborts.dispose();
        if (report.health === 'Healthy') resolve();
        else reject(new UserError('local.health-check-failed', report.message ?? t('It is not healthy.')));
      };
      const changes = this.#changed.event(check);
      const aborts = onAbort(signal, () => {
        changes.dispose();
        reject(abortReason(signal));
      });
      check(this.report);
    });
  }

  /** Resolves when every process has ended by itself or was given up. */
  async ended(): Promise<void> {
    await Promise.all(this.#runs);
  }

  /** Kills the processes without a word, as a crash would; they are started again as after any other crash. */
  crash(): number {
    return this.#processes.filter((process) => process.crash()).length;
  }

  /** It was told to end, or discarded. */
  get isStopped(): boolean {
    return this.#stopped;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#processes.map((process) => process.stop()));
    await Promise.all(this.#runs);
  }

  #report(): void {
    const report = this.report;
    const key = JSON.stringify(report);
    if (key === this.#last) return;
    this.#last = key;
    this.#changed.fire(report);
  }
}
