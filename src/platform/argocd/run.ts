import { t } from '../../base/l10n.js';
import { plainText } from '../../base/plainText.js';
import type { OperationState, Step } from '../../model/delivery.js';
import { objectAt, objectsAt, textAt, type Json } from '../json.js';
import type { Run } from './application.js';
import { present } from './present.js';

const states: Readonly<Record<string, OperationState>> = {
  Running: 'Running',
  Terminating: 'Running',
  Succeeded: 'Succeeded',
  Failed: 'Failed',
  Error: 'Failed',
};

/** What a run is at; ended on its way is not failed. */
export function stateOf(run: Run): OperationState {
  const { phase, message = '' } = run;
  const isEnded = phase === 'Failed' && /operation (?:is )?terminat/i.test(message) && !isTooLong(run);
  return isEnded ? 'Canceled' : (states[phase] ?? 'Running');
}

/** Ended by Argo CD itself (`controller.sync.timeout.seconds`), not by a person. */
function isTooLong({ message = '' }: Run): boolean {
  return message.includes('sync timeout');
}

/** CamelCase, of a run that failed. */
export function reasonOf(run: Run, state: OperationState): string | undefined {
  if (run.phase === 'Error') return 'PlatformError';
  if (state !== 'Failed') return undefined;
  return isTooLong(run) ? 'Timeout' : 'StepFailed';
}

/** Of one that a person ended. */
export function endedSentence(): string {
  return t('It was ended on its way: what it had applied by then stays.');
}

/** What is told of a run, for people. */
export function messageOf({ phase, message }: Run, state: OperationState): string | undefined {
  if (state === 'Canceled') return endedSentence();
  const said = message === undefined ? undefined : plainText(message);
  return phase === 'Terminating' ? [t('Argo CD is ending it.'), said].filter(Boolean).join(' ') : said;
}

const results: Readonly<Record<string, Step['state']>> = {
  Synced: 'Succeeded',
  Pruned: 'Succeeded',
  PruneSkipped: 'Skipped',
  SyncFailed: 'Failed',
};

/** What was done to each object, hooks included (`syncResult.resources`). */
export function stepsIn(json: Json): readonly Step[] {
  const state = objectAt(objectAt(json, 'status'), 'operationState');
  return objectsAt(objectAt(state, 'syncResult'), 'resources').map((resource) => {
    const [kind = '', name = ''] = [textAt(resource, 'kind'), textAt(resource, 'name')];
    const phase = textAt(resource, 'hookPhase');
    const hook = textAt(resource, 'hookType');
    const result = results[textAt(resource, 'status') ?? ''];
    return present({
      id: [textAt(resource, 'syncPhase'), textAt(resource, 'namespace'), kind, name]
        .filter(Boolean)
        .join('/'),
      name: hook === undefined ? `${kind}/${name}` : `${kind}/${name} (${hook})`,
      state:
        result === 'Failed' || phase === undefined ? (result ?? 'Pending') : (states[phase] ?? 'Running'),
      message: textAt(resource, 'message'),
    });
  });
}
