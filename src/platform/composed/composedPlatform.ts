import { Emitter } from '../../base/events.js';
import type { Disposable } from '../../base/lifecycle.js';
import { contractVersion, type CapabilityName } from '../../contract/capabilities.js';
import type { CallOptions } from '../../model/call.js';
import { systemClock, type Clock } from '../../model/clock.js';
import type { EnvironmentRules, Metrics } from '../../model/engine.js';
import { PlatformError } from '../../model/errors.js';
import type { PartHealth, PartType } from '../../model/partHealth.js';
import type { Platform, PlatformInfo } from '../../model/platform.js';
import { capabilityUnion } from './capabilityUnion.js';
import { ComposedCatalogue } from './catalogue.js';
import { deliveryOf } from './composedDelivery.js';
import { operationsOf } from './composedOperations.js';
import { namesOf, partsOf } from './composedParts.js';
import { EnvironmentUnion } from './environmentUnion.js';
import { Layer } from './layer.js';
import { Part, type PartName, type PartTiming } from './part.js';
import { refuse, Runners } from './runners.js';
import { SloSummaries } from './sloSummaries.js';
import { firstFound } from './together.js';
import { watchAll, type WatchTiming } from './watches.js';

/** A system that is a part of a platform. */
export interface NamedPart {
  /** Short and unique, such as `argocd`: the ids of its operations begin with it. */
  readonly name: string;
  readonly type: PartType;
  readonly title: string;
}

export interface NamedEngine extends NamedPart {
  readonly platform: Platform;
}

export interface ComposedOptions {
  /** What people call the whole. */
  readonly name?: string;
  /** Of the whole, as a URL of no server; that of the catalogue unless said. */
  readonly url?: string;
  /** Whose services these are; without it, those of the first engine. */
  readonly catalog?: NamedEngine;
  /** What runs them; all disposed with the whole. */
  readonly engines: readonly NamedEngine[];
  readonly metrics?: NamedPart & { readonly url: string; readonly metrics: Metrics & Partial<Disposable> };
  readonly rules?: EnvironmentRules;
  readonly clock?: Clock;
  readonly timing?: Omit<PartTiming, 'clock'> & Partial<WatchTiming>;
}

/** Whose word on health counts first. */
const rank: readonly PartType[] = ['contract', 'argocd', 'kubernetes', 'backstage', 'prometheus'];

/**
 * One platform out of a catalogue, the engines that run its services, and what measures them. Each part has its own time
 * and its own faults (`parts`): one that is away takes nothing of the others with it. Rejects only where no part answers.
 */
export function createComposedPlatform(options: ComposedOptions): Platform {
  const { clock = systemClock, timing = {}, rules = {} } = options;
  /** Services, or `undefined` for whatever there is. */
  const changed = new Emitter<readonly string[] | undefined>();
  const tell = (services?: readonly string[]): void => changed.fire(services);
  const partOf = (told: PartName, platform?: Platform): Part =>
    new Part(told, platform && ((call) => platform.getInfo(call)), () => tell(), { ...timing, clock });
  const layerOf = ({ platform, name, type, title }: NamedEngine): Layer =>
    new Layer(partOf({ name, type, title, url: platform.url }, platform), platform);
  const engines = options.engines.map(layerOf);
  const own = options.catalog && layerOf(options.catalog);
  const catalogue = own ?? engines[0];
  if (!catalogue) throw new PlatformError('invalid-request', 'A platform is made of one part at least.');
  const all = own ? [own, ...engines] : engines;
  const layers = [...all].sort((one, other) => rank.indexOf(one.part.type) - rank.indexOf(other.part.type));
  const { metrics } = options;
  const measuring = metrics && { part: partOf(metrics), metrics: metrics.metrics };
  const slos = measuring && new SloSummaries(measuring.part, measuring.metrics, tell, clock);
  // What plugins of a Backstage tell comes after what engines do.
  const union = new EnvironmentUnion(
    own?.part.type === 'backstage' ? [...engines, own] : all,
    rules,
    own !== undefined,
  );
  const services = new ComposedCatalogue({ catalogue, layers, union, ...(slos && { slos }), clock });
  const runners = new Runners(layers, (service, call) => services.get(service, call));
  const parts = (): readonly PartHealth[] =>
    [...all.map(({ part }) => part), ...(measuring ? [measuring.part] : [])].map(({ health }) => health);
  /** Lists that belong to no service come from the catalogue first. */
  const general = new Runners(all);
  const from = async <T>(capability: CapabilityName, ask: (platform: Platform) => Promise<T>): Promise<T> => {
    await Promise.all(all.map(({ part }) => known(part)));
    return ask(general.offering(capability).platform);
  };
  const whole: Platform = {
    url: options.url ?? catalogue.platform.url,
    parts,
    ...(catalogue.platform.servicesAtOnce !== undefined && {
      servicesAtOnce: catalogue.platform.servicesAtOnce,
    }),
    getInfo: async (call) => ({
      ...(await introduced(all, measuring !== undefined, call)),
      ...(options.name !== undefined && { title: options.name }),
      parts: parts(),
    }),
    getMe: async (call) =>
      firstFound(
        all
          .filter(({ part }) => part.offers('permissions'))
          .map(
            ({ platform }) =>
              () =>
                platform.getMe(call),
          ),
      ),
    listServices: (query, call) => services.list(query, call),
    getService: (service, call) => services.get(service, call),
    listEnvironments: async (_query, call) => ({ items: await union.read(call, services.settled) }),
    listOwners: (query, call) => from('owners', (platform) => platform.listOwners(query, call)),
    getOnCall: (service, call) => from('incidents', (platform) => platform.getOnCall(service, call)),
    listTemplates: (query, call) => from('templates', (platform) => platform.listTemplates(query, call)),
    listResourceTypes: (query, call) =>
      from('resources', (platform) => platform.listResourceTypes(query, call)),
    listScorecards: (query, call) => from('scorecards', (platform) => platform.listScorecards(query, call)),
    listSchemas: (query, call) => from('schemas', (platform) => platform.listSchemas(query, call)),
    getSchema: (id, call) => from('schemas', (platform) => platform.getSchema(id, call)),
    validateManifest: (yaml, call) => from('manifests', (platform) => platform.validateManifest(yaml, call)),
    ...deliveryOf(runners, layers),
    ...operationsOf(all),
    ...partsOf({ all, runners, services, measuring }),
    watch: (call = {}) => {
      if (!all.some(({ part }) => part.info === undefined || part.offers('watch'))) refuse();
      services.foresee();
      const { restMs = 1_000, capMs = 10_000 } = timing;
      return watchAll({ ...call, layers: all, timing: { restMs, capMs }, onDidChange: changed.event });
    },
    dispose: () => {
      changed.dispose();
      for (const { platform } of all) platform.dispose();
      metrics?.metrics.dispose?.();
    },
  };
  return { ...whole, ...namesOf(whole, catalogue.platform) };
}

/** Has a part say what it offers, once. Never rejects: one that is away offers nothing. */
async function known(part: Part): Promise<void> {
  if (part.info === undefined) await part.introduce().catch(() => undefined);
}

/** What all parts say of themselves together. Rejects as the first does, where none answers. */
async function introduced(
  layers: readonly Layer[],
  isMeasured: boolean,
  call: CallOptions = {},
): Promise<PlatformInfo> {
  const told = await Promise.allSettled(layers.map(({ part }) => part.introduce(call)));
  call.signal?.throwIfAborted();
  const [first] = told;
  if (first?.status === 'rejected' && told.every(({ status }) => status === 'rejected')) throw first.reason;
  const infos = layers.flatMap(({ part }) => part.info ?? []);
  const [{ name = '', title, serverVersion } = {}] = infos as readonly Partial<PlatformInfo>[];
  return {
    name,
    ...(title !== undefined && { title }),
    contractVersion,
    ...(serverVersion !== undefined && layers.length === 1 && { serverVersion }),
    capabilities: capabilityUnion([
      ...infos.map(({ capabilities }) => capabilities),
      ...(isMeasured ? [{ slos: { level: 'Read' as const } }] : []),
      // That one has come which was never there is a change too.
      ...(infos.length < layers.length ? [{ watch: { level: 'Stream' as const } }] : []),
    ]),
    links: infos.flatMap(({ links = [] }) => links),
  };
}
