import { t } from '../../base/l10n.js';
import type { CallOptions, Page, PageQuery } from '../../model/call.js';
import type { Commit } from '../../model/deployment.js';
import type { Deployment, Release, RollbackEligibility } from '../../model/delivery.js';
import type { Application, HistoryEntry } from './application.js';
import type { Json } from '../json.js';
import { failureOf } from './cause.js';
import type { Commits } from './commits.js';
import { currentOperationId, deploymentIdOf, missing, operationIdOf, readId } from './ids.js';
import { pageOf } from './paging.js';
import { present } from './present.js';
import { automaticReason, severalReason } from './refusal.js';
import { endedSentence, stateOf } from './run.js';
import { actorOf } from './status.js';
import { shortRevision, versionOf } from './version.js';

/** An Application read in full, as a service in an environment. */
export interface ReadPlace {
  readonly service: string;
  readonly environment: string;
  readonly app: Application;
  /** As Argo CD tells it, where it was read on its own. */
  readonly json?: Json;
  /** All Applications of the service there, where it has several. */
  readonly beside?: readonly string[];
}

export interface DeploymentQuery extends PageQuery {
  readonly environment?: string;
  readonly state?: string;
}

/** What was deployed to places, newest first. Argo CD keeps the last ones that succeeded; how many, the Application says. */
export async function deploymentsOf(
  places: readonly ReadPlace[],
  query: DeploymentQuery,
  commits: Commits,
  call?: CallOptions,
): Promise<Page<Deployment>> {
  const all = places
    .flatMap((place) => [
      ...failedOf(place),
      ...[...historyOf(place.app)].reverse().map((entry) => deploymentOf(place, entry)),
    ])
    .filter(({ state }) => query.state === undefined || query.state === state)
    .sort((one, other) => timeOf(other) - timeOf(one));
  const page = pageOf(all, query);
  return {
    ...page,
    items: await Promise.all(page.items.map((item) => withCommit(item, places, commits, call))),
  };
}

/** One of them. Rejects with `not-found` for one that Argo CD no longer has. */
export async function deploymentAt(
  place: ReadPlace,
  entry: string,
  commits: Commits,
  call?: CallOptions,
): Promise<Deployment> {
  const failed = failedOf(place).find(({ id }) => readId(id).mark === entry);
  const found = failed ?? deploymentOf(place, entryOf(place.app, entry));
  return withCommit(found, [place], commits, call);
}

/** An entry of the history; `latest` for the last. Throws `not-found`. */
export function entryOf(app: Application, id: string): HistoryEntry {
  const history = historyOf(app);
  const found = id === 'latest' ? history.at(-1) : history.find((entry) => entry.id === id);
  if (found) return found;
  throw missing(
    t('Argo CD has no deployment {0} of {1} any more: it keeps the last {2}.', id, app.name, history.length),
  );
}

/** What can be deployed again: everything that ran, newest first. */
export function releasesOf(places: readonly ReadPlace[]): readonly Release[] {
  const releases = new Map<string, Release>();
  for (const place of places) {
    for (const entry of [...historyOf(place.app)].reverse()) {
      const { release } = deploymentOf(place, entry);
      const known = releases.get(release.id);
      const isCurrent = entry === historyOf(place.app).at(-1);
      const deployedTo = new Set([...(known?.deployedTo ?? []), ...(isCurrent ? [place.environment] : [])]);
      const told = deployedTo.size > 0 && { deployedTo: [...deployedTo] };
      releases.set(release.id, { ...(known ?? release), ...told });
    }
  }
  return [...releases.values()].sort((one, other) => Date.parse(other.createdAt) - Date.parse(one.createdAt));
}

function historyOf(app: Application): readonly HistoryEntry[] {
  return app.more?.history ?? [];
}

function deploymentOf({ service, environment, app, beside }: ReadPlace, entry: HistoryEntry): Deployment {
  const isCurrent = entry === historyOf(app).at(-1);
  const { revision = '', startedAt, deployedAt } = entry;
  const version = isCurrent ? versionOf(app, service, revision) : shortRevision(revision);
  return present({
    id: deploymentIdOf(app, entry.id),
    service,
    environment,
    kind: 'Deploy' as const,
    state: isCurrent ? ('Deployed' as const) : ('Superseded' as const),
    release: { id: revision, version: version ?? t('unknown'), createdAt: deployedAt ?? startedAt ?? '' },
    rollback: eligibilityOf(app, entry, beside),
    message: beside && t('Application {0}.', app.name),
    createdAt: startedAt ?? deployedAt,
    startedAt,
    finishedAt: deployedAt,
    createdBy: actorOf(entry),
  });
}

/** A sync that failed or was ended has no entry in the history: it is known as long as no other was begun. */
function failedOf(place: ReadPlace): readonly Deployment[] {
  const { service, environment, app } = place;
  const { run } = app;
  const state = run && stateOf(run);
  if (!run || (state !== 'Failed' && state !== 'Canceled')) return [];
  const { revision = app.revision ?? '', startedAt, finishedAt } = run;
  const id = operationIdOf(app, startedAt);
  return [
    present({
      id,
      service,
      environment,
      kind: 'Deploy' as const,
      state,
      release: { id: revision, version: shortRevision(revision) ?? '', createdAt: startedAt },
      message: failureOf(place) ?? endedSentence(),
      outcome: state === 'Failed' ? ('Failed' as const) : undefined,
      rollback: { eligible: false, reason: t('It never ran successfully.') },
      operation: currentOperationId(app),
      createdAt: startedAt,
      startedAt,
      finishedAt,
      createdBy: actorOf(run),
    }),
  ];
}

/** Whether Argo CD may go back to it; where it follows Git by itself, or there are several, only Git can. */
export function eligibilityOf(
  app: Application,
  entry: HistoryEntry,
  beside: readonly string[] | undefined,
): RollbackEligibility {
  if (entry === historyOf(app).at(-1)) return { eligible: false, reason: t('It is what runs now.') };
  if (app.isAutomatic) return { eligible: false, reason: automaticReason() };
  if (beside) return { eligible: false, reason: severalReason(beside) };
  if (entry.revision === undefined) {
    return { eligible: false, reason: t('Argo CD does not know its revision.') };
  }
  return {
    eligible: true,
    warnings: [
      t('Git stays as it is: the Application is OutOfSync afterwards, until Git is changed as well.'),
    ],
  };
}

async function withCommit(
  deployment: Deployment,
  places: readonly ReadPlace[],
  commits: Commits,
  call?: CallOptions,
): Promise<Deployment> {
  const { key } = readId(deployment.id);
  const place = places.find(({ app }) => app.key === key);
  const commit: Commit | undefined = place && (await commits.of(place.app, deployment.release.id, call));
  return commit ? { ...deployment, release: { ...deployment.release, commit } } : deployment;
}

function timeOf({ startedAt, finishedAt }: Deployment): number {
  const time = Date.parse(finishedAt ?? startedAt ?? '');
  return Number.isNaN(time) ? 0 : time;
}
