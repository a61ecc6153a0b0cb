import path from 'node:path';
import { Emitter } from '../../base/events.js';
import type { Log } from '../../model/log.js';
import type { GroupRegistry } from './groupRegistry.js';
import { Instance } from './instance.js';
import type { Launch } from './launch.js';
import { LogBook } from './logBook.js';
import { startRelay, type Relay } from './relay.js';
import type { HealthReport } from './supervisedProcess.js';

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
}

/** What runs: at most one current instance per service and environment, its logs, and the ports others call. */
export class Runtime {
  readonly #dataDir: string;
  readonly #env: Readonly<Record<string, string>>;
  readonly #log: Log;
  readonly #slots = new Map<string, Slot>();
  readonly #starting = new Set<Instance>();
  readonly #changed = new Emitter<Place>();
  readonly registry: GroupRegistry;

  /** Health or output address of a place changed. */
  readonly onDidChange = this.#changed.event;

  constructor(dataDir: string, env: Readonly<Record<string, string>>, registry: GroupRegistry, log: Log) {
    this.#dataDir = dataDir;
    this.#env = env;
    this.registry = registry;
    this.#log = log;
  }

  current(place: Place): Instance | undefined {
    return this.#slots.get(keyOf(place))?.current;
  }

  report(place: Place): HealthReport | undefined {
    const slot = this.#slots.get(keyOf(place));
    return slot?.current?.report ?? slot?.resting;
  }

  logBook(place: Place): LogBook {
    return this.#slot(place).log;
  }

  /** The port by which other services reach a port of this place, whatever runs there. */
  async relayPort(place: Place, portName: string): Promise<number> {
    const { relays } = this.#slot(place);
    const known = relays.get(portName);
    if (known) return known.port;
    const relay = await startRelay();
    relays.set(portName, relay);
    this.#aim(place);
    return relay.port;
  }

  volumeFolder(place: Place, name: string): string {
    return path.join(this.#dataDir, 'volumes', place.service, place.environment, encodeURIComponent(name));
  }

  /** Starts beside what runs; nothing is current until {@link switchTo}. */
  start(place: Place, id: string, launch: Launch, cwd: string): Instance {
    const { log } = this.#slot(place);
    const instance = new Instance(id, launch, { cwd, env: this.#env, log, registry: this.registry });
    this.#starting.add(instance);
    instance.onDidChange((report) => {
      this.#log.debug(`${place.service} in ${place.environment}: ${report.health}`);
      this.#changed.fire(place);
    });
    instance.start();
    return instance;
  }

  /** Makes an instance the current one; resolves when the one before has stopped. */
  async switchTo(place: Place, instance: Instance): Promise<void> {
    const slot = this.#slot(place);
    const before = slot.current;
    slot.current = instance;
    slot.resting = undefined;
    this.#starting.delete(instance);
    this.#aim(place);
    this.#changed.fire(place);
    if (before !== instance) await before?.stop();
  }

  /** Leaves a place without a process, with a health of its own. */
  async rest(place: Place, report: HealthReport): Promise<void> {
    const slot = this.#slot(place);
    const before = slot.current;
    slot.current = undefined;
    slot.resting = report;
    this.#aim(place);
    this.#changed.fire(place);
    await before?.stop();
  }

  async discard(instance: Instance): Promise<void> {
    await instance.stop();
    this.#starting.delete(instance);
  }

  async stopAll(): Promise<void> {
    const slots = [...this.#slots.values()];
    const running = [...this.#starting, ...slots.flatMap((slot) => slot.current ?? [])];
    await Promise.all(running.map((instance) => instance.stop()));
    for (const slot of slots) {
      slot.log.close();
      for (const relay of slot.relays.values()) relay.dispose();
    }
    this.#slots.clear();
  }

  #aim(place: Place): void {
    const { relays, current } = this.#slot(place);
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
    const file = path.join(this.#dataDir, 'logs', place.service, `${place.environment}.log`);
    const slot: Slot = { log: new LogBook(file), relays: new Map(), current: undefined, resting: undefined };
    this.#slots.set(key, slot);
    return slot;
  }
}

function keyOf(place: Place): string {
  return `${place.service}/${place.environment}`;
}
