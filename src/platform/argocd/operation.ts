import { t } from '../../base/l10n.js';
import { problemOf } from '../../contract/problem.js';
import type { Operation } from '../../model/delivery.js';
import type { Json } from '../json.js';
import type { Application } from './application.js';
import { currentOperationId, deploymentIdOf } from './ids.js';
import { present } from './present.js';
import { messageOf, reasonOf, stateOf, stepsIn } from './run.js';
import { actorOf } from './status.js';
import { shortRevision } from './version.js';

/** Of which service in which environment an operation is told. */
export interface OperationPlace {
  readonly service: string;
  readonly environment: string;
}

/** The operation that an Application is at, or was at last; `undefined` where there never was one. */
export function operationOf(
  app: Application,
  place: OperationPlace,
  { id, json }: { readonly id?: string; readonly json?: Json } = {},
): Operation | undefined {
  const { run, asked } = app;
  const known = id ?? currentOperationId(app) ?? '';
  if (!run) return asked && pendingOperation(app, place, known);
  const state = stateOf(run);
  const done = state !== 'Running';
  const message = messageOf(run, state);
  const version = shortRevision(run.revision);
  const last = app.more?.history.at(-1);
  return present({
    id: known,
    kind: 'Deployment' as const,
    state,
    done,
    createdAt: run.startedAt,
    startedAt: run.startedAt,
    finishedAt: done ? run.finishedAt : undefined,
    title: version === undefined ? t('Sync {0}', app.name) : t('Sync {0} to {1}', app.name, version),
    ...place,
    target: last && `/services/${place.service}/deployments/${deploymentIdOf(app, last.id)}`,
    message,
    reason: reasonOf(run, state),
    error:
      state === 'Failed'
        ? problemOf('internal', {
            detail: message ?? t('The sync failed.'),
            retryable: run.phase === 'Error',
          })
        : undefined,
    steps: json && stepsIn(json),
    cancelable: !done && run.phase !== 'Terminating',
    createdBy: actorOf(run),
  });
}

/** Asked for, and not begun: Argo CD forgets the operation before while it waits. */
function pendingOperation(app: Application, place: OperationPlace, id: string): Operation {
  return {
    id,
    kind: 'Deployment',
    state: 'Pending',
    done: false,
    createdAt: new Date().toISOString(),
    title: t('Sync {0}', app.name),
    ...place,
    cancelable: true,
  };
}

/** One whose end nobody saw: Argo CD keeps only the last. */
export function lostOperation(id: string, createdAt: string, place: OperationPlace): Operation {
  return {
    id,
    kind: 'Deployment',
    state: 'Unknown',
    done: true,
    createdAt,
    ...place,
    message: t(
      'How it ended is not known: Argo CD keeps only the last operation, and another came after it.',
    ),
  };
}
