import { t } from '../../../base/l10n.js';
import type { Block } from '../../../model/problem.js';
import type { Operation, Step } from '../../../model/delivery.js';
import type { LiveSnapshot } from '../../../model/live.js';
import { actorName, shortReference } from '../../../model/reference.js';
import { clockTime, shortAge } from '../age.js';
import { productionWord } from '../productionWord.js';
import type { Row } from '../row.js';
import { operationLook, operationWord } from './operationLook.js';

/** What of an operation depends on who looks. */
export interface Regard {
  /** It waits for an approval that this person may give. */
  readonly waitsForMe: boolean;
  readonly isMine: boolean;
}

/** An operation in one line: what it is, where, how far it is, since when. `now` is ms since the epoch. */
export function operationRow(operation: Operation, live: LiveSnapshot, regard: Regard, now: number): Row {
  const environment =
    operation.environment === undefined ? undefined : live.environments.get(operation.environment);
  const production = environment?.production === true;
  const label = operationTitle(operation);
  const place = environment?.title ?? operation.environment ?? '';
  const parts = [
    ...productionWord(production, `${label} ${place}`),
    // A title mostly names its place already.
    ...(place === '' || label.toLowerCase().includes(place.toLowerCase()) ? [] : [place]),
    progressOf(operation, regard, now),
    ...(regard.isMine ? [] : [actorName(operation.createdBy) ?? '']),
    shortAge(operation.finishedAt ?? operation.startedAt ?? operation.createdAt, now),
  ].filter((part) => part !== '');
  return {
    label,
    description: parts.join(' · '),
    production,
    look: regard.waitsForMe
      ? { icon: 'bell-dot', color: 'goldenPath.warning' }
      : operationLook(operation.state),
    spoken: t('{0}, {1}', label, parts.join(', ')),
    tags: tagsOf(operation, regard, production),
    children: 'collapsed',
  };
}

/** What the platform calls it, else its kind and service. */
export function operationTitle({ title, kind, service, id }: Operation): string {
  if (title !== undefined && title !== '') return title;
  const word = kindWord(kind);
  return service === undefined ? t('{0} {1}', word, id) : t('{0} {1}', word, service);
}

function kindWord(kind: Operation['kind']): string {
  switch (kind) {
    case 'Deployment':
      return t('Deployment of');
    case 'TemplateRun':
      return t('Creation of');
    case 'ActionRun':
      return t('Action on');
    case 'ResourceProvision':
      return t('Provisioning for');
    case 'ResourceDelete':
      return t('Deletion for');
    default:
      return kind;
  }
}

function progressOf(
  { state, blockedBy, steps, progressPercent, error }: Operation,
  regard: Regard,
  now: number,
): string {
  if (state === 'Blocked') {
    return regard.waitsForMe ? t('waits for your approval') : blockWords(blockedBy, now);
  }
  if (state === 'Failed') return error?.title ? t('failed: {0}', error.title) : operationWord(state);
  if (state !== 'Running') return operationWord(state);
  const current = steps?.findIndex((step) => step.state === 'Running' || step.state === 'Blocked') ?? -1;
  const step = steps?.[current];
  if (steps && step) return t('{0}, step {1} of {2}', step.name, current + 1, steps.length);
  return progressPercent === undefined
    ? operationWord(state)
    : t('running, {0}%', Math.round(progressPercent));
}

/** What stands in the way, and whom or what it waits for. */
export function blockWords(block: Block | undefined, now: number): string {
  if (!block) return t('waits');
  const until = block.until === undefined ? Number.NaN : Date.parse(block.until);
  switch (block.reason) {
    case 'ApprovalRequired': {
      const approvers = (block.approvers ?? []).map(shortReference).join(', ');
      return approvers === '' ? t('waits for an approval') : t('waits for the approval of {0}', approvers);
    }
    case 'FreezeWindow':
      return Number.isNaN(until) ? t('frozen') : t('frozen until {0}', clockTime(until, now));
    case 'OperationInProgress':
      return t('waits for another operation');
    case 'GateFailed':
      return block.name === undefined ? t('a gate is closed') : t('the gate {0} is closed', block.name);
    default:
      return block.message ?? t('waits');
  }
}

function tagsOf(
  { state, cancelable, done, blockedBy, service }: Operation,
  { waitsForMe, isMine }: Regard,
  production: boolean,
): readonly string[] {
  return [
    'operation',
    state.toLowerCase(),
    ...(waitsForMe ? ['approvable'] : []),
    ...(state === 'Blocked' && (!blockedBy || blockedBy.reason === 'ApprovalRequired') ? ['undecided'] : []),
    ...(!done && cancelable !== false ? ['cancelable'] : []),
    ...(service === undefined ? [] : ['ofService']),
    ...(isMine ? ['mine'] : []),
    ...(production ? ['prod'] : []),
  ];
}

/** A step in one line. `hasLines`: it wrote something. */
export function stepRow(step: Step, hasLines: boolean): Row {
  const parts = [
    operationWord(step.state),
    ...((step.attempt ?? 1) > 1 ? [t('attempt {0}', step.attempt ?? 1)] : []),
    durationOf(step),
    step.message ?? '',
  ].filter((part) => part !== '');
  return {
    label: step.name,
    description: parts.join(' · '),
    look: operationLook(step.state),
    spoken: t('Step {0}, {1}', step.name, parts.join(', ')),
    tags: ['step', step.state.toLowerCase()],
    children: hasLines ? 'collapsed' : 'none',
  };
}

/** How long a step took, e.g. `12 s`; empty for one that has not ended. */
function durationOf({ startedAt, finishedAt }: Step): string {
  const seconds = Math.round((Date.parse(finishedAt ?? '') - Date.parse(startedAt ?? '')) / 1000);
  if (!(seconds >= 0)) return '';
  return seconds < 120 ? t('{0} s', seconds) : t('{0} min', Math.round(seconds / 60));
}
