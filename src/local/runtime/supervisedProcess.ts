import { abortReason, delay, onAbort } from '../../base/abort.js';
import { Emitter } from '../../base/events.js';
import { t } from '../../base/l10n.js';
import type { Health } from '../../model/catalog.js';
import type { GroupRegistry } from './groupRegistry.js';
import { containerCommand, removeContainers, type ContainerEngine } from './containerEngine.js';
import type { HealthSettings, LaunchPort, ProcessSpec } from './launch.js';
import type { LogBook } from './logBook.js';
import { runProbe } from './probe.js';
import { startGroup, type Exit, type GroupCommand, type ProcessGroup } from './processGroup.js';
import { program } from './programs.js';
import { RestartBudget } from './restartBudget.js';
import { signalGroup } from './signalGroup.js';
import type { Milestone } from './startOrder.js';

export interface HealthReport {
  readonly health: Health;
  readonly message?: string;
}

export interface ProcessSettings {
  readonly instance: string;
  readonly cwd: string;
  /** The allow-listed environment; the process's variables are put over it. */
  readonly env: Readonly<Record<string, string>>;
  readonly health: HealthSettings;
  /** Ports of the service, and how to run what has an image. */
  readonly ports: readonly LaunchPort[];
  readonly engine: ContainerEngine;
  /** Marks our containers. */
  readonly label: string;
  readonly log: LogBook;
  readonly registry: GroupRegistry;
}

/** How often a process that is not ready yet is asked; afterwards the manifest's period counts. */
const startPollMs = 250;
/** Without port and probe, a process that lives this long is healthy. */
const settledMs = 5_000;
export const stopGraceMs = 10_000;
const shownLines = 10;

/** One process kept alive: started, probed, started again when it ends, stopped with all its descendants. */
export class SupervisedProcess {
  readonly #spec: ProcessSpec;
  readonly #settings: ProcessSettings;
  readonly #abort = new AbortController();
  readonly #changed = new Emitter<HealthReport>();
  readonly #budget = new RestartBudget();
  #report: HealthReport = { health: 'Progressing', message: t('Starting') };
  #group: ProcessGroup | undefined;
  #everReady = false;
  #restarts = 0;
  readonly #reached = new Set<Milestone>();
  readonly #milestones = new Emitter<Milestone>();

  readonly onDidChange = this.#changed.event;

  constructor(spec: ProcessSpec, settings: ProcessSettings) {
    this.#spec = spec;
    this.#settings = settings;
  }

  get name(): string {
    return this.#spec.name;
  }

  get report(): HealthReport {
    return this.#report;
  }

  get image(): string | undefined {
    return this.#spec.image;
  }

  get restarts(): number {
    return this.#restarts;
  }

  get pid(): number | undefined {
    return this.#group?.pid;
  }

  /** Resolves when a state is reached for the first time; rejects on abort. */
  reached(milestone: Milestone, signal: AbortSignal): Promise<void> {
    if (this.#reached.has(milestone)) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const done = (settle: () => void): void => {
        subscription.dispose();
        aborts.dispose();
        settle();
      };
      const subscription = this.#milestones.event((now) => {
        if (now === milestone) done(resolve);
      });
      const aborts = onAbort(signal, () => done(() => reject(abortReason(signal))));
    });
  }

  /** Runs until stopped or given up, once `others` are where it wants them. Never rejects: what goes wrong is in the report. */
  async run(others: readonly SupervisedProcess[] = []): Promise<void> {
    try {
      await this.#untilOthers(others);
      for (;;) {
        const exit = await this.#runOnce();
        if (this.#abort.signal.aborted) return;
        if (!this.#mayRestart(exit)) return;
        await delay(this.#budget.nextDelayMs(), this.#abort.signal);
        this.#restarts++;
      }
    } catch (error) {
      if (this.#abort.signal.aborted) return;
      this.#set('Degraded', error instanceof Error ? error.message : String(error));
    }
  }

  /** Ends the running process at once, without telling that it was meant; false when none runs. */
  crash(): boolean {
    return this.#group !== undefined && signalGroup(this.#group.pid, 'SIGKILL');
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#group?.stop(stopGraceMs);
  }

  async #untilOthers(others: readonly SupervisedProcess[]): Promise<void> {
    for (const { container, state } of this.#spec.waitsFor) {
      const other = others.find(({ name }) => name === container);
      if (!other) continue;
      this.#set('Progressing', t('Waiting until "{0}" is {1}', container, state));
      await other.reached(state, this.#abort.signal);
    }
  }

  #reach(milestone: Milestone): void {
    if (this.#reached.has(milestone)) return;
    this.#reached.add(milestone);
    this.#milestones.fire(milestone);
  }

  get #containerName(): string {
    return `golden-path-${this.#settings.instance}-${this.#spec.name}`;
  }

  #command(env: Readonly<Record<string, string>>): GroupCommand {
    const { cwd, engine, ports, label } = this.#settings;
    const { image, runAs, stopSignal, command } = this.#spec;
    if (image !== undefined && engine.kind === 'available') {
      const place = { name: this.#containerName, label, ports, cwd };
      return containerCommand(this.#spec, image, engine, place);
    }
    const found = program(command, env) ?? { file: '', args: [] };
    return { ...found, cwd, env, ...(runAs && { runAs }), ...(stopSignal && { stopSignal }) };
  }

  async #runOnce(): Promise<Exit> {
    const { instance, log, registry, engine } = this.#settings;
    const env = { ...this.#settings.env, ...this.#spec.variables };
    const source = { instance, container: this.#spec.name };
    const group = await startGroup(this.#command(env), registry, (stream, line) =>
      log.add(source, stream, line),
    );
    this.#group = group;
    this.#reach('started');
    if (this.#abort.signal.aborted) void group.stop(stopGraceMs);
    const watching = new AbortController();
    const watched = this.#watchHealth(group, env, watching.signal);
    const exit = await group.exited;
    watching.abort();
    await watched;
    this.#group = undefined;
    // The engine's program may end before its container does.
    if (this.#spec.image !== undefined) await removeContainers(engine, { name: this.#containerName });
    return exit;
  }

  /** Probes until the process ends. */
  async #watchHealth(
    group: ProcessGroup,
    env: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<void> {
    const { health } = this.#settings;
    if (this.#spec.task) return;
    const place = { cwd: this.#settings.cwd, env, registry: this.#settings.registry };
    const startedAt = Date.now();
    const probeMs = health.timeoutSeconds * 1_000;
    let ready = false;
    let notReady = 0;
    let notAlive = 0;
    try {
      for (;;) {
        const { readiness, liveness } = this.#spec;
        const fault = readiness
          ? await runProbe(readiness, probeMs, place)
          : Date.now() - startedAt >= settledMs || ready
            ? undefined
            : t('waiting whether it stays alive');
        signal.throwIfAborted();
        notReady = fault === undefined ? 0 : notReady + 1;
        if (fault === undefined) {
          ready = true;
          this.#everReady = true;
          this.#set('Healthy');
          this.#reach('healthy');
        } else if (!ready) this.#whileStarting(startedAt, fault);
        else if (notReady >= health.failureThreshold) this.#set('Degraded', t('Not ready: {0}', fault));
        if (ready && liveness) {
          const dead = await runProbe(liveness, probeMs, place);
          signal.throwIfAborted();
          notAlive = dead === undefined ? 0 : notAlive + 1;
          if (notAlive >= health.failureThreshold) {
            this.#set('Degraded', t('Restarting, because it is not alive: {0}', dead ?? ''));
            await group.stop(stopGraceMs);
            return;
          }
        }
        await delay(ready ? health.periodSeconds * 1_000 : startPollMs, signal);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  #whileStarting(startedAt: number, fault: string): void {
    const deadline = this.#settings.health.startupDeadlineSeconds;
    if (Date.now() - startedAt >= deadline * 1_000) {
      this.#set('Degraded', this.#withTail(t('Not healthy after {0} seconds: {1}', deadline, fault)));
    } else if (this.#report.health !== 'Degraded') this.#set('Progressing', t('Starting: {0}', fault));
  }

  /** What an end means: a job's result, a failed start, or a crash that is tried again a few times. */
  #mayRestart(exit: Exit): boolean {
    const how =
      exit.code === null
        ? t('ended by signal {0}', exit.signal ?? '?')
        : t('exited with code {0}', exit.code);
    if (this.#spec.task) {
      if (exit.code === 0) {
        this.#set('Healthy', t('Completed'));
        this.#reach('healthy');
        this.#reach('complete');
      } else this.#set('Degraded', this.#withTail(t('"{0}" {1}', this.#spec.name, how)));
      return false;
    }
    const message = t('"{0}" {1}', this.#spec.command.join(' '), how);
    if (!this.#everReady) {
      this.#set('Degraded', this.#withTail(t('{0} before it was healthy', message)));
      return false;
    }
    if (!this.#budget.take()) {
      this.#set('Degraded', this.#withTail(t('{0} too often and is not started again', message)));
      return false;
    }
    this.#set('Progressing', t('{0}; starting it again', message));
    return true;
  }

  #withTail(message: string): string {
    const lines = this.#settings.log.tail(this.#settings.instance, shownLines);
    return lines.length === 0
      ? t('{0}. It wrote nothing.', message)
      : t('{0}. Last lines:\n{1}', message, lines.join('\n'));
  }

  #set(health: Health, message?: string): void {
    if (this.#report.health === health && this.#report.message === message) return;
    this.#report = { health, ...(message !== undefined && { message }) };
    this.#changed.fire(this.#report);
  }
}
