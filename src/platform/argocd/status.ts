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
    environments: environmentsOf(name, context),
  });
}

/** Where a service runs, in promotion order. */
export function environmentsOf(service: string, context: StatusContext): readonly ServiceEnvironment[] {
  const bound = context.index.of(service);
  if (bound.length === 0) return [];
  return context.environments().flatMap((environment) => {
    const apps = bound.filter((app) => app.environment === environment);
    return apps.length > 0 ? [placeStatus(shortName(service), environment, apps, context)] : [];
  });
}

/** One service in one environment; of several Applications the worst counts, and the first is the one that is acted on. */
function placeStatus(
  service: string,
  environment: string,
  bound: readonly BoundApplication[],
  { page }: StatusContext,
): ServiceEnvironment {
  const apps = bound.map(({ app }) => app);
  const [first] = bound;
  const busy = apps.find(isBusy);
  return present({
    environment,
    health: worstHealth(apps.map(({ health }) => health)) ?? 'Unknown',
    sync: ['OutOfSync', 'Unknown'].find((word) => apps.some(({ sync }) => sync === word)) ?? 'Synced',
    message: messageOf(apps),
    current: first && currentOf(first.app, service),
    operation: busy && currentOperationId(busy),
    urls: someOf(apps.flatMap(({ urls }) => urls)),
    conditions: someOf(bound.flatMap(conditionsOf)),
    links: apps.flatMap((app) => linksOf(app, page)),
  });
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

/** Why it is as it is: what Argo CD complains of, then the last operation, then health. */
function messageOf(apps: readonly Application[]): string | undefined {
  for (const app of apps) {
    const fault = app.more?.conditions.find(({ type }) => type.endsWith('Error'));
    if (fault) return fault.message;
    const { phase = '', message } = app.run ?? {};
    if (['Failed', 'Error'].includes(phase) && message !== undefined) return message;
    if (app.healthMessage !== undefined) return app.healthMessage;
  }
  return apps.length < 2
    ? undefined
    : t('{0} Applications: {1}', apps.length, apps.map(({ name }) => name).join(', '));
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
