import { globMatcher } from '../base/glob.js';
import type { CallOptions } from './call.js';
import type { Environment, ServiceEnvironment, SloSummary } from './catalog.js';
import type { Slo } from './slo.js';

/** A service as a catalogue has it: what an engine goes by to find its objects. */
export interface CatalogEntry {
  /** As the catalogue names it, `[namespace/]name`. */
  readonly service: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** Of its entity, e.g. `argocd/app-name` or `backstage.io/kubernetes-id`. */
  readonly annotations?: Readonly<Record<string, string>>;
}

/**
 * Of an engine that runs services which a catalogue beside it describes. Once an entry is bound, every call of the
 * engine takes the catalogue's name of the service.
 */
export interface Overlay {
  /** Tells which services the catalogue has; said again with other annotations, the newer count. */
  bind(entries: readonly CatalogEntry[]): void;
  /** Their environments in promotion order, out of one picture that is kept: no request per service. One that it runs nowhere is absent. */
  environmentsOf(
    services: readonly string[],
    call?: CallOptions,
  ): Promise<ReadonlyMap<string, readonly ServiceEnvironment[]>>;
}

/** Where Git keeps what an engine runs of a service in an environment. */
export interface ConfigSource {
  /** As git takes it: an https, ssh or file address. */
  readonly repository: string;
  /** The branch that is followed; `HEAD` for the default one. */
  readonly branch: string;
  /** Folder in the repository, empty for its root. */
  readonly path: string;
  readonly format: 'Kustomize' | 'Helm' | 'Directory';
  /** Helm: value files, seen from the repository's root, the last one winning. */
  readonly valueFiles?: readonly string[];
  /** Images that run now, `name[:tag][@digest]`. */
  readonly images: readonly string[];
  /** The commit that runs. */
  readonly commit?: string;
  /** Commits that ran before, newest first, each with the id of its deployment in `listDeployments`. */
  readonly history?: readonly { readonly deployment: string; readonly commit: string }[];
}

/** Of an engine that follows Git. */
export interface ConfigSources {
  /** Absent where it does not follow Git there. */
  of(service: string, environment: string, call?: CallOptions): Promise<ConfigSource | undefined>;
}

/** What measures the objectives of services that others describe and run. */
export interface Metrics {
  slos(
    entry: CatalogEntry,
    query?: { readonly environment?: string },
    call?: CallOptions,
  ): Promise<readonly Slo[]>;
  /** By service, then by environment (`''` where none is told), in as few requests as can be. */
  summaries(
    entries: readonly CatalogEntry[],
    call?: CallOptions,
  ): Promise<ReadonlyMap<string, ReadonlyMap<string, SloSummary>>>;
}

/** How environments that an engine only names are put in order. */
export interface EnvironmentRules {
  /** Names in promotion order; others come by what their names say, then by the alphabet. */
  readonly order?: readonly string[];
  /** Names of production; unless said, those that say so themselves. */
  readonly production?: readonly string[];
  /** Environment of a namespace; `*` in a name stands for any part, and the first that fits counts. */
  readonly namespaces?: Readonly<Record<string, string>>;
  /** The one label that names an environment, of an Application or of a namespace. */
  readonly label?: string;
}

type EnvironmentType = Environment['type'];

/** What the words of a name say of an environment, in promotion order. */
const wordsOf: readonly (readonly [EnvironmentType, readonly string[]])[] = [
  ['development', ['dev', 'development', 'local', 'sandbox', 'integration', 'int']],
  ['test', ['test', 'testing', 'tst', 'qa', 'uat']],
  ['staging', ['staging', 'stage', 'stg', 'preprod', 'acceptance', 'acc', 'canary', 'pre']],
  ['production', ['production', 'prod', 'prd', 'live']],
];

/** Environments in promotion order, each promoted from the one before it. Production is confirmed by its name and with a reason. */
export function environmentsNamed(
  names: Iterable<string>,
  { order = [], production }: EnvironmentRules = {},
): readonly Environment[] {
  const ranked = [...new Set([...order, ...names])].map((name) => ({ name, type: typeOf(name, production) }));
  const place = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length);
  const types = wordsOf.map(([type]) => type);
  const sorted = ranked.sort(
    (one, other) =>
      place(one.name) - place(other.name) ||
      types.indexOf(one.type) - types.indexOf(other.type) ||
      one.name.localeCompare(other.name, 'en'),
  );
  return sorted.map(({ name, type }, index) => {
    const before = sorted[index - 1];
    const isProduction = type === 'production';
    return {
      name,
      type,
      production: isProduction,
      order: index,
      ...(before && { promotesFrom: [before.name] }),
      confirmation: isProduction ? 'TypeName' : 'Confirm',
      requireReason: isProduction,
    };
  });
}

/** By which labels objects tell their environment, the first that is there. */
export function environmentLabels(label: string | undefined): readonly string[] {
  return label === undefined ? ['goldenpath.dev/environment', 'environment', 'env'] : [label];
}

/** What a person said of a namespace, with the rule that fits. */
export function ruleFor(
  namespace: string,
  { namespaces = {} }: EnvironmentRules,
): { readonly glob: string; readonly environment: string } | undefined {
  const glob = Object.keys(namespaces).find((one) => matcherOf(one)(namespace));
  return glob === undefined ? undefined : { glob, environment: namespaces[glob] ?? '' };
}

const matchers = new Map<string, (name: string) => boolean>();

function matcherOf(glob: string): (name: string) => boolean {
  const matcher = matchers.get(glob) ?? globMatcher(glob);
  matchers.set(glob, matcher);
  return matcher;
}

/**
 * The environment that a longer name tells of, from its first word that names one on: `prod-eu` of `shop-prod-eu`. One
 * that the rules name comes before what words say; `undefined` where nothing does.
 */
export function environmentIn(
  name: string,
  { order = [], production = [] }: EnvironmentRules = {},
): string | undefined {
  const named = [...order, ...production].find((known) => `-${name}-`.includes(`-${known}-`));
  if (named !== undefined) return named;
  const words = name.split('-');
  const first = words.findIndex((word) => wordsOf.some(([, known]) => known.includes(word.toLowerCase())));
  return first === -1 ? undefined : words.slice(first).join('-');
}

function typeOf(name: string, production: readonly string[] | undefined): EnvironmentType {
  if (production?.includes(name)) return 'production';
  const words = name.toLowerCase().split(/[^a-z]+/);
  const [type] = wordsOf.find(([, known]) => known.some((word) => words.includes(word))) ?? ['development'];
  return type === 'production' && production ? 'staging' : type;
}
