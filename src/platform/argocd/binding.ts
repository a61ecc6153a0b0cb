import { environmentIn, environmentLabels, ruleFor, type EnvironmentRules } from '../../model/engine.js';
import type { Application } from './application.js';

/** How Applications are told to be a service in an environment, where a catalogue does not tell. */
export interface ArgoRules extends EnvironmentRules {
  /** Only Applications of this project. */
  readonly project?: string;
  /** Only Applications with these labels, in the grammar of Kubernetes. */
  readonly selector?: string;
  /** Of an Application's name, e.g. `{service}-{environment}`. */
  readonly pattern?: string;
  /** The label of an Application that names its environment. */
  readonly environmentLabel?: string;
}

/** What bound an Application to a service. */
export type BoundBy = 'Annotation' | 'Label' | 'Pattern' | 'Name';

/** What an Application says of itself. */
export interface Place {
  readonly service: string;
  readonly environment: string;
  readonly by: BoundBy;
}

const serviceLabel = 'app.kubernetes.io/part-of';
const defaultPattern = '{service}-{environment}';

/** Of which service an Application is, and where: by its labels, then by its name. */
export function placeOf(app: Application, rules: ArgoRules): Place {
  const labelled = app.labels[serviceLabel];
  if (labelled !== undefined && labelled !== '') {
    return { service: labelled, environment: environmentOf(app, labelled, rules), by: 'Label' };
  }
  const split = splitName(app, rules);
  if (split) return { ...split, environment: environmentOf(app, split.service, rules), by: 'Pattern' };
  return { service: app.name, environment: environmentOf(app, app.name, rules), by: 'Name' };
}

/** The environment of an Application of a service: by a rule for its namespace, by label, by its name, else by where it runs. */
export function environmentOf(app: Application, service: string, rules: ArgoRules): string {
  const ruled = ruleFor(app.destination.namespace ?? '', rules);
  const labelled = ruled?.environment ?? labelledEnvironment(app, rules);
  if (labelled !== undefined) return labelled;
  const split = splitName(app, rules);
  if (split?.service === service) return split.environment;
  const { namespace = '', cluster = '' } = app.destination;
  const places = [without(namespace, service), clusterName(cluster)];
  for (const place of places) {
    const told = environmentIn(place, rules);
    if (told !== undefined) return told;
  }
  const inName = environmentIn(without(app.name, service), rules);
  return inName ?? (places.find((place) => place !== '') || namespace || 'default');
}

function labelledEnvironment({ labels }: Application, rules: ArgoRules): string | undefined {
  const names = environmentLabels(rules.environmentLabel ?? rules.label);
  const name = names.find((label) => labels[label]);
  return name === undefined ? undefined : labels[name];
}

/** The parts of a name by the pattern. Without a rule for it, only what names an environment for sure is one. */
function splitName(
  app: Application,
  rules: ArgoRules,
): { readonly service: string; readonly environment: string } | undefined {
  const pattern = rules.pattern ?? defaultPattern;
  const labelled = labelledEnvironment(app, rules);
  const known = [labelled, ...(rules.order ?? []), ...(rules.production ?? [])];
  for (const environment of known) {
    const service = environment && partOf(app.name, pattern.replaceAll('{environment}', environment));
    if (service) return { service, environment };
  }
  const found = matcherOf(pattern).exec(app.name)?.groups;
  const [service, environment] = [found?.['service'], found?.['environment']];
  if (!service || !environment || labelled !== undefined) return undefined;
  return environmentIn(environment) === environment || placesOf(app).includes(environment)
    ? { service, environment }
    : undefined;
}

function placesOf({ destination }: Application): readonly string[] {
  return [destination.namespace ?? '', clusterName(destination.cluster ?? '')];
}

function partOf(name: string, pattern: string): string | undefined {
  return matcherOf(pattern).exec(name)?.groups?.['service'];
}

const matchers = new Map<string, RegExp>();

function matcherOf(pattern: string): RegExp {
  const known = matchers.get(pattern);
  if (known) return known;
  const source = pattern
    .split(/(\{service\}|\{environment\})/)
    .map((part, index) =>
      index % 2 === 0 ? part.replace(/[^\w-]/g, String.raw`\$&`) : `(?<${part.slice(1, -1)}>.+)`,
    )
    .join('');
  const matcher = new RegExp(`^${source}$`);
  matchers.set(pattern, matcher);
  return matcher;
}

/** A name without the service in front of it or behind it; empty where it is nothing else. */
function without(name: string, service: string): string {
  if (name === service) return '';
  if (name.startsWith(`${service}-`)) return name.slice(service.length + 1);
  return name.endsWith(`-${service}`) ? name.slice(0, -service.length - 1) : name;
}

/** Argo CD's own cluster says nothing of an environment, nor does an address. */
function clusterName(cluster: string): string {
  return cluster === 'in-cluster' || cluster.includes('/') ? '' : cluster;
}
