import { t } from '../../base/l10n.js';
import {
  worstHealth,
  type Condition,
  type Link,
  type Service,
  type ServiceEnvironment,
} from '../../model/catalog.js';
import type { Actor } from '../../model/actor.js';
import type { DeploymentSummary } from '../../model/deployment.js';
import type { Json } from '../json.js';
import { faultOf, type Cause } from './cause.js';
import { isBusy, linkPrefix, type Application, type HistoryEntry } from './application.js';
import type { Applications, BoundApplication } from './applications.js';
import type { BoundBy } from './binding.js';
import { shortName } from './entries.js';
import { currentOperationId, deploymentIdOf } from './ids.js';
import { present } from './present.js';
import { versionOf } from './version.js';

/** What a picture of the Applications is made with. */
export interface StatusContext {
  readonly index: Applications;
  /** Where people see Argo CD. */
  readonly page: string;
  /** Environments in promotion order. */
  environments(): readonly string[];
}

/** A service with its environments in promotion order. */
export function serviceOf(name: string, context: StatusContext): Service {
  const bound = context.index.of(name);
  const repository = bound[0]?.app.sources.find(({ chart }) => chart === undefined);
  return present({
    name: shortName(name),
    namespace: name.includes('/') ? name.slice(0, name.lastIndexOf('/')) : undefined,
    labels: present({ 'argocd.argoproj.io/project': bound[0]?.app.project }),
    repository: repository && { url: repository.repository, path: repository.path },
    environments: environmentsIn(bound, name, context),
  });
}

/** Where a service runs, in promotion order. */
export function environmentsOf(service: string, context: StatusContext): readonly ServiceEnvironment[] {
  return environmentsIn(context.index.of(service), service, context);
}

function environmentsIn(
  bound: readonly BoundApplication[],
  service: string,
  context: StatusContext,
): readonly ServiceEnvironment[] {
  if (bound.length === 0) return [];
  return context.environments().flatMap((environment) => {
    const apps = bound.filter((app) => app.environment === environment);
    return apps.length > 0 ? [placeStatus(shortName(service), environment, apps, context)] : [];
  });
}

/** One service in one environment; of several Applications the worst counts, and every version is told. */
function placeStatus(
  service: string,
  environment: string,
  bound: readonly BoundApplication[],
  { page }: StatusContext,
): ServiceEnvironment {
  const apps = bound.map(({ app }) => app);
  const busy = apps.find(isBusy);
  return present({
    environment,
    health: worstHealth(apps.map(({ health }) => health)) ?? 'Unknown',
    sync: ['OutOfSync', 'Unknown'].find((word) => apps.some(({ sync }) => sync === word)) ?? 'Synced',
    message: messageOf(apps, service),
    current: currentOfAll(apps, service),
    operation: busy && currentOperationId(busy),
    urls: someOf(apps.flatMap(({ urls }) => urls)),
    conditions: someOf(bound.flatMap((each, index) => named(conditionsOf(each), each, index))),
    links: apps.flatMap((app) => linksOf(app, page)),
  });
}

/** What runs; of several Applications every version that one of them runs. */
function currentOfAll(apps: readonly Application[], service: string): DeploymentSummary | undefined {
  const all = apps.map((app) => currentOf(app, service));
  const current = all.find((each) => each !== undefined);
  const versions = new Set(all.map((each) => each?.version ?? '?'));
  return current && (versions.size === 1 ? current : { ...current, version: [...versions].join(' / ') });
}

/** Conditions are told apart by their type: those of further Applications have its name in it. */
function named(
  conditions: readonly Condition[],
  { app }: BoundApplication,
  index: number,
): readonly Condition[] {
  if (index === 0) return conditions;
  return conditions.map((condition) => ({ ...condition, type: `${app.name}/${condition.type}` }));
}

/** What runs, where that is known: the last entry of the history, else what everything is in sync with. */
export function currentOf(app: Application, service: string): DeploymentSummary | undefined {
  const last = app.more?.history.at(-1);
  const revision = last?.revision ?? (app.sync === 'Synced' ? app.revision : undefined);
  const version = versionOf(app, service, revision);
  if (version === undefined) return undefined;
  return present({
    id: deploymentIdOf(app, last?.id ?? 'latest'),
    kind: 'Deploy' as const,
    state: 'Deployed' as const,
    version,
    commit: revision !== undefined && isCommit(revision) ? { id: revision } : undefined,
    startedAt: last?.startedAt,
    finishedAt: last?.deployedAt,
    by: last && actorOf(last),
  });
}

export function isCommit(revision: string): boolean {
  return /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(revision);
}

/** Who began it; Argo CD itself where it follows Git. */
export function actorOf({ by, isAutomated }: Pick<HistoryEntry, 'by' | 'isAutomated'>): Actor | undefined {
  if (isAutomated) return { id: 'argocd', displayName: 'Argo CD', type: 'system' };
  return by === undefined ? undefined : { id: by, type: 'user' };
}

/** Why it is as it is: what Argo CD complains of, else health; of several Applications also which there are. */
function messageOf(apps: readonly Application[], service: string, told?: string): string | undefined {
  const faults = apps.flatMap((app) => faultOf(app) ?? healthSentence(app, apps.length > 1) ?? []);
  const fault = told ?? faults[0];
  if (apps.length < 2) return fault;
  const each = apps.map((app) => {
    const version = currentOf(app, service)?.version ?? '?';
    return app.health === 'Healthy' ? `${app.name} ${version}` : `${app.name} ${version} (${app.health})`;
  });
  const all = t('{0} Applications: {1}', apps.length, each.join(', '));
  return fault === undefined ? all : `${fault} ${all}`;
}

/** An Application read in full, and why its objects are not well. */
export interface Explained {
  readonly app: Application;
  readonly json?: Json;
  readonly cause?: Cause | undefined;
}

/** With why it is so, now that the objects were read: what Argo CD complains of before what its objects say. */
export function explainedState(
  state: ServiceEnvironment,
  service: string,
  all: readonly Explained[],
): ServiceEnvironment {
  const cause = all.find((each) => each.cause)?.cause;
  const [fault = cause?.sentence] = all.flatMap(({ app, json }) => faultOf(app, json) ?? []);
  const apps = all.map(({ app }) => app);
  const isExplained = ({ type, status }: Condition): boolean => type === 'Healthy' && status === 'False';
  return present({
    ...state,
    message: messageOf(apps, shortName(service), fault),
    conditions: state.conditions?.map((condition) =>
      cause && isExplained(condition)
        ? { ...condition, reason: cause.reason, message: cause.sentence }
        : condition,
    ),
  });
}

function healthSentence(
  { name, health, healthMessage, run }: Application,
  isNamed: boolean,
): string | undefined {
  if (healthMessage !== undefined) return isNamed ? `${name}: ${healthMessage}` : healthMessage;
  if (health !== 'Missing') return undefined;
  return run === undefined
    ? t('{0} was never synced: nothing of it is in the cluster. Deploy it.', name)
    : t('What {0} had made is not in the cluster any more. Deploy it again.', name);
}

function conditionsOf({ app, by }: BoundApplication): readonly Condition[] {
  const at = app.createdAt ?? '';
  const { set, conditions = [] } = app.more ?? {};
  const told = (type: string, reason: string, message: string, lastTransitionTime = at): Condition => ({
    type,
    status: 'True',
    reason,
    message,
    lastTransitionTime,
  });
  return [
    ...(app.healthSince === undefined
      ? []
      : [
          {
            ...told('Healthy', app.health, app.healthMessage ?? '', app.healthSince),
            status: app.health === 'Healthy' ? 'True' : 'False',
          },
        ]),
    ...conditions.map(({ type, message, at: since }) => told(type, type, message, since)),
    told('Bound', by, boundSentence(app, by)),
    ...(app.isAutomatic ? [told('AutoSync', 'Automated', t('Argo CD applies what Git has by itself.'))] : []),
    ...(set === undefined ? [] : [told('ApplicationSet', set, t('Made by the ApplicationSet {0}.', set))]),
  ];
}

/** The rule that bound an Application, told so that a person can change it. */
function boundSentence({ name }: Application, by: BoundBy): string {
  switch (by) {
    case 'Annotation':
      return t('Application {0}, by the annotations of the catalogue.', name);
    case 'Label':
      return t('Application {0}, by its label app.kubernetes.io/part-of.', name);
    case 'Pattern':
      return t('Application {0}, by its name as service and environment.', name);
    case 'Name':
      return t('Application {0}, by its name alone.', name);
  }
}

function linksOf(app: Application, page: string): readonly Link[] {
  const own = Object.entries(app.annotations).filter(([, url]) => /^https?:\/\//.test(url));
  return [
    { url: pageOf(app, page), title: t('{0} in Argo CD', app.name), type: 'portal' },
    ...own.map(([key, url]) => ({ url, title: key.slice(linkPrefix.length) })),
  ];
}

/** The page of an Application in Argo CD. */
export function pageOf({ namespace, name }: Application, page: string): string {
  const parts = namespace === '' ? [name] : [namespace, name];
  return `${page}/applications/${parts.map(encodeURIComponent).join('/')}`;
}

function someOf<T>(items: readonly T[]): readonly T[] | undefined {
  return items.length > 0 ? items : undefined;
}
