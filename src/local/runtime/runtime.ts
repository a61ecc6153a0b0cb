import { rm } from 'node:fs/promises';
import path from 'node:path';
import { Emitter } from '../../base/events.js';
import type { Log } from '../../model/log.js';
import { sha256 } from '../releases/contentDigest.js';
import type { ContainerEngine } from './containerEngine.js';
import type { Gateway } from './gateway.js';
import type { GroupRegistry } from './groupRegistry.js';
import { Instance } from './instance.js';
import type { Launch } from './launch.js';
import { LogBook } from './logBook.js';
import { startRelay, type Relay } from './relay.js';
import type { Schedule } from './schedule.js';
import type { HealthReport } from './supervisedProcess.js';
import { writeFiles } from './writeFiles.js';

export interface Place {
  readonly service: string;
  readonly environment: string;
}

interface Slot {
  readonly log: LogBook;
  readonly relays: Map<string, Relay>;
  current: Instance | undefined;
  /** Health without a process: a cron job that waits, a job that is done. */
  resting: HealthReport | undefined;
  /** A cron job's, in place of a current instance. */
  schedule: Schedule | undefined;
}

export interface RuntimeOptions {
  readonly dataDir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly registry: GroupRegistry;
  readonly gateway: Gateway;
  readonly log: Log;
  /** Looks for Docker or Podman. */
  findEngine(): Promise<ContainerEngine>;
}

const engineFreshMs = 30_000;
/** How long what is stopped may go on answering those who already asked. */
const drainLimitMs = 5_000;

/** What runs: at most one current instance per service and environment, its logs, and the ports others call. */
export class Runtime {
  readonly #options: RuntimeOptions;
  readonly #slots = new Map<string, Slot>();
  readonly #starting = new Set<Instance>();
  readonly #changed = new Emitter<Place>();
  #engine: { readonly found: Promise<ContainerEngine>; readonly at: number } | undefined;

  /** Health or output address of a place changed. */
  readonly onDidChange = this.#changed.event;

  constructor(options: RuntimeOptions) {
    this.#options = options;
  }

  get registry(): GroupRegistry {
    return this.#options.registry;
  }

  get gatewayPort(): number {
    return this.#options.gateway.port;
  }

  /** Our mark on containers. */
  get label(): string {
    return `golden-path.data=${sha256(this.#options.dataDir).slice(0, 16)}`;
  }

  /** The container engine as of the last half minute. */
  engine(): Promise<ContainerEngine> {
    if (!this.#engine || Date.now() - this.#engine.at > engineFreshMs) {
      this.#engine = { found: this.#options.findEngine(), at: Date.now() };
    }
    return this.#engine.found;
  }

  current(place: Place): Instance | undefined {
    return this.#slots.get(keyOf(place))?.current;
  }

  report(place: Place): HealthReport | undefined {
    const slot = this.#slots.get(keyOf(place));
    return slot?.current?.report ?? slot?.schedule?.report ?? slot?.resting;
  }

  /** Has anything been at a place since the start? */
  has(place: Place): boolean {
    return this.#slots.has(keyOf(place));
  }

  schedule(place: Place): Schedule | undefined {
    return this.#slots.get(keyOf(place))?.schedule;
  }

  logBook(place: Place): LogBook {
    return this.#slot(place).log;
  }

  /** The port by which other services reach a port of this place, whatever runs there. */
  async relayPort(place: Place, portName: string): Promise<number> {
    const { relays } = this.#slot(place);
    const known = relays.get(portName);
    if (known) return known.port;
    const relay = await startRelay(this.#options.gateway.passages);
    relays.set(portName, relay);
    this.#aim(place);
    return relay.port;
  }

  volumeFolder(place: Place, name: string): string {
    return path.join(
      this.#options.dataDir,
      'volumes',
      place.service,
      place.environment,
      encodeURIComponent(name),
    );
  }

  /** Where the files of one instance are. */
  filesFolder(id: string): string {
    return path.join(this.#options.dataDir, 'files', id);
  }

  /** Starts beside what runs; nothing is current until {@link switchTo}. Rejects with `UserError`. */
  async start(place: Place, id: string, launch: Launch, cwd: string): Promise<Instance> {
    await writeFiles(launch, cwd);
    const { env, registry, log } = this.#options;
    const engine = await this.engine();
    const { label } = this;
    const settings = { cwd, env, log: this.#slot(place).log, registry, engine, label };
    const instance = new Instance(id, launch, settings);
    this.#starting.add(instance);
    instance.onDidChange((report) => {
      log.debug(`${place.service} in ${place.environment}: ${report.health}`);
      this.#changed.fire(place);
    });
    instance.start();
    return instance;
  }

  /** One run of a cron job: nothing is replaced by it. */
  async startRun(place: Place, id: string, launch: Launch, cwd: string): Promise<Instance> {
    const instance = await this.start(place, id, launch, cwd);
    void instance.ended().then(async () => {
      this.#starting.delete(instance);
      await rm(this.filesFolder(id), { recursive: true, force: true });
    });
    return instance;
  }

  /** Puts a schedule in the place of what ran. */
  async setSchedule(place: Place, schedule: Schedule): Promise<void> {
    await this.#empty(place, (slot) => {
      slot.schedule = schedule;
      slot.resting = undefined;
    });
  }

  /** A schedule's report changed. */
  announce(place: Place): void {
    this.#changed.fire(place);
  }

  /** Makes an instance the current one; resolves when the one before has stopped. */
  async switchTo(place: Place, instance: Instance): Promise<void> {
    this.#starting.delete(instance);
    await this.#empty(place, (slot) => {
      slot.current = instance;
      slot.resting = undefined;
    });
  }

  /** Leaves a place without a process, with a health of its own; resolves when what ran there has stopped. */
  async rest(place: Place, report: HealthReport): Promise<void> {
    await this.#empty(place, (slot) => {
      slot.resting = report;
    });
  }

  /** Stops what runs at a place and forgets it. */
  async clear(place: Place): Promise<void> {
    await this.#empty(place, (slot) => {
      slot.resting = undefined;
    });
    const slot = this.#slot(place);
    slot.log.close();
    for (const relay of slot.relays.values()) relay.dispose();
    this.#slots.delete(keyOf(place));
  }

  async #empty(place: Place, fill: (slot: Slot) => void): Promise<void> {
    const slot = this.#slot(place);
    const { current: before, schedule } = slot;
    slot.current = undefined;
    slot.schedule = undefined;
    fill(slot);
    this.#aim(place);
    this.#changed.fire(place);
    await schedule?.stop();
    if (before && before !== this.#slot(place).current) await this.#drainAndStop(before);
  }

  async discard(instance: Instance): Promise<void> {
    await this.#stop(instance);
    this.#starting.delete(instance);
  }

  /** Nobody is led to it any more: whoever asked is answered first. */
  async #drainAndStop(instance: Instance): Promise<void> {
    const ports = instance.launch.ports.map(({ port }) => port);
    await this.#options.gateway.passages.drained(ports, drainLimitMs);
    await this.#stop(instance);
  }

  async #stop(instance: Instance): Promise<void> {
    await instance.stop();
    await rm(this.filesFolder(instance.id), { recursive: true, force: true });
  }

  async stopAll(): Promise<void> {
    const slots = [...this.#slots.values()];
    await Promise.all(slots.flatMap((slot) => slot.schedule ?? []).map((schedule) => schedule.stop()));
    for (const [key, slot] of this.#slots) {
      this.#options.gateway.setRoutes(key, []);
      for (const relay of slot.relays.values()) relay.setTarget(undefined);
    }
    await Promise.all([
      ...[...this.#starting].map((instance) => this.#stop(instance)),
      ...slots.flatMap((slot) => slot.current ?? []).map((instance) => this.#drainAndStop(instance)),
    ]);
    for (const slot of slots) {
      slot.log.close();
      for (const relay of slot.relays.values()) relay.dispose();
    }
    this.#slots.clear();
  }

  #aim(place: Place): void {
    const { relays, current } = this.#slot(place);
    this.#options.gateway.setRoutes(keyOf(place), current?.launch.routes ?? []);
    for (const [name, relay] of relays) {
      const ports = current?.launch.ports ?? [];
      // Without a name the first port is meant.
      relay.setTarget((name === '' ? ports[0] : ports.find((port) => port.name === name))?.port);
    }
  }

  #slot(place: Place): Slot {
    const key = keyOf(place);
    const known = this.#slots.get(key);
    if (known) return known;
    const file = path.join(this.#options.dataDir, 'logs', place.service, `${place.environment}.log`);
    const slot: Slot = {
      log: new LogBook(file),
      relays: new Map(),
      current: undefined,
      resting: undefined,
      schedule: undefined,
    };
    this.#slots.set(key, slot);
    return slot;
  }
}

function keyOf(place: Place): string {
  return `${place.service}/${place.environment}`;
}
