import pLimit from 'p-limit';
import { delay, orAbort } from '../../../base/abort.js';
import type { CallOptions } from '../../../model/call.js';
import type { Service, ServiceEnvironment } from '../../../model/catalog.js';
import type { Clock } from '../../../model/clock.js';
import { environmentsNamed, type EnvironmentRules } from '../../../model/engine.js';
import { PlatformError } from '../../../model/errors.js';
import { laidOver } from '../../composed/merge.js';
import { concerns, type Look, type RunsPlugin } from './plugin.js';

/** What one plugin told of a service last; with a fault, what it told before. */
export interface Sight {
  readonly plugin: RunsPlugin;
  readonly look: Look | undefined;
  readonly fault?: PlatformError;
}

interface Kept {
  readonly at: number;
  readonly sights: readonly Sight[];
}

/** A plugin is asked about each service by itself: what it told counts for so long, */
const keptMs = 30_000;
/** and longer in a long list, so that there is not more than about one question in so long. */
const eachMs = 1_000;
/** What a person looks at is newer. */
const momentMs = 5_000;
/** So many questions of a list at a time: those of a person find room beside them. */
const atOnce = 3;
/** A list waits only so long; what comes later is in the next one. */
const patienceMs = 5_000;
const mostKept = 2_000;

/** What the plugins of a backend tell of services, asked no more often than needed. */
export class Sights {
  readonly #plugins: () => Promise<readonly RunsPlugin[]>;
  readonly #rules: EnvironmentRules;
  readonly #clock: Clock;
  readonly #kept = new Map<string, Kept>();
  readonly #asking = new Map<string, Promise<Kept>>();
  readonly #inTurn = pLimit(atOnce);

  /** `plugins` gives those that are there. */
  constructor(plugins: () => Promise<readonly RunsPlugin[]>, rules: EnvironmentRules, clock: Clock) {
    this.#plugins = plugins;
    this.#rules = rules;
    this.#clock = clock;
  }

  /** In promotion order, those of all services that were looked at. */
  get environments(): ReturnType<typeof environmentsNamed> {
    const looks = [...this.#kept.values()].flatMap(({ sights }) => sights);
    const names = looks.flatMap(({ look }) => look?.environments.map(({ environment }) => environment) ?? []);
    return environmentsNamed(names, this.#rules);
  }

  /** What is known of services, asked where it is too old; never rejects but for `AbortError`. A list that is to be complete has no patience to lose. */
  async read(services: readonly Service[], isPatient: boolean, call: CallOptions = {}): Promise<void> {
    const maxAge = Math.max(keptMs, services.length * eachMs);
    const asked = Promise.all(
      services
        .filter(({ name }) => this.#age(name) > maxAge)
        .map((service) => this.#inTurn(() => this.#ask(service))),
    );
    const end = new AbortController();
    const waits = isPatient ? asked : Promise.race([asked, delay(patienceMs, end.signal)]);
    try {
      await (call.signal ? orAbort<unknown>(waits, call.signal) : waits);
    } finally {
      end.abort();
    }
  }

  /** What plugins tell of one service now. */
  async of(service: Service, { fresh = false, signal }: CallOptions = {}): Promise<readonly Sight[]> {
    const known = this.#kept.get(service.name);
    if (known && this.#age(service.name) <= (fresh ? momentMs : keptMs)) return known.sights;
    const asked = this.#ask(service);
    return (await (signal ? orAbort(asked, signal) : asked)).sights;
  }

  /** With its environments as they are known. */
  shown(service: Service): Service {
    const sights = this.#kept.get(service.name)?.sights ?? [];
    return sights.length === 0 ? service : { ...service, environments: this.placesIn(sights) };
  }

  /** What plugins tell of one service together; `placesOf` says what of it. */
  placesIn(
    sights: readonly Sight[],
    placesOf = ({ environments }: Look): readonly ServiceEnvironment[] => environments,
  ): readonly ServiceEnvironment[] {
    const layers = sights.map(({ plugin, look, fault }) => ({
      part: plugin,
      environments: look ? placesOf(look) : [],
      ...(fault && { fault }),
    }));
    const states = laidOver(layers, new Date(this.#clock.now()).toISOString());
    const order = environmentsNamed(
      states.map(({ environment }) => environment),
      this.#rules,
    );
    const logged = new Set(
      sights.flatMap(({ look }) =>
        look?.logs ? look.environments.map(({ environment }) => environment) : [],
      ),
    );
    return order.flatMap(({ name }) =>
      states
        .filter(({ environment }) => environment === name)
        .map((state) => (logged.has(name) ? withLogs(state) : state)),
    );
  }

  #age(service: string): number {
    return this.#clock.now() - (this.#kept.get(service)?.at ?? -Infinity);
  }

  /** Joined by whoever asks at the same time. */
  #ask(service: Service): Promise<Kept> {
    const { name } = service;
    const asking = this.#asking.get(name) ?? this.#askNow(service).finally(() => this.#asking.delete(name));
    this.#asking.set(name, asking);
    return asking;
  }

  async #askNow(service: Service): Promise<Kept> {
    const before = this.#kept.get(service.name)?.sights ?? [];
    const plugins = (await this.#plugins()).filter((plugin) => concerns(plugin, service));
    const sights = await Promise.all(
      plugins.map(async (plugin): Promise<Sight> => {
        try {
          return { plugin, look: await plugin.look(service) };
        } catch (error) {
          const fault = PlatformError.is(error) ? error : new PlatformError('internal', String(error));
          return { plugin, look: before.find((one) => one.plugin === plugin)?.look, fault };
        }
      }),
    );
    const kept = { at: this.#clock.now(), sights };
    this.#kept.delete(service.name);
    this.#kept.set(service.name, kept);
    const [oldest = ''] = this.#kept.keys();
    if (this.#kept.size > mostKept) this.#kept.delete(oldest);
    return kept;
  }
}

/** Another plugin brings them. */
function withLogs({ permissions = [], ...state }: ServiceEnvironment): ServiceEnvironment {
  return { ...state, permissions: permissions.filter(({ name }) => name !== 'logs') };
}
