import { shownLine } from '../../base/plainText.js';
import { t } from '../../base/l10n.js';
import { blockSentence, isoMinute } from '../../model/blockSentence.js';
import { failureLine, namesFault } from '../../model/failureLine.js';
import { shortReference } from '../../model/reference.js';
import type { ServiceEnvironment } from '../../model/catalog.js';
import type { LogLine } from '../../model/platform.js';
import type { Block } from '../../model/problem.js';
import type { Fact, WhyFacts } from './facts.js';

export type WhyQuestion = 'deploy' | 'health';
export type WhyCheck =
  | 'manifest'
  | 'permission'
  | 'freeze'
  | 'operation'
  | 'gates'
  | 'plan'
  | 'health'
  | 'deployment'
  | 'events'
  | 'logs';

/** What a person can do at once, besides reading. */
export type WhyStep = 'showProblems' | 'requestApproval' | 'decide' | 'cancel' | 'showLogs' | 'rollBack';

export interface WhyFinding {
  readonly check: WhyCheck;
  /** `unknown`: it could not be found out, which is no cause. */
  readonly state: 'passed' | 'cause' | 'unknown';
  readonly sentence: string;
  /** What to do about it, for a cause. */
  readonly remedy?: string;
  readonly step?: WhyStep;
  readonly url?: string;
}

export interface Explanation {
  readonly service: string;
  readonly environment: string;
  readonly question: WhyQuestion;
  /** In the order in which they are looked at. */
  readonly findings: readonly WhyFinding[];
  /** The first of them that is one. */
  readonly cause?: WhyFinding;
}

type Check = (facts: WhyFacts) => WhyFinding;

/** Looks for the first cause: what keeps a deployment from being made, or what made a service unhealthy. */
export function explain(facts: WhyFacts, question: WhyQuestion): Explanation {
  const before = [manifest, permission, freeze, operation, gates, plan];
  const running = [deployment, health, events, logs];
  const signs = [logs, events, health];
  const checks: readonly Check[] =
    question === 'deploy'
      ? [...before, ...running]
      : isReasonTold(facts)
        ? [deployment, ...signs]
        : [...signs, deployment];
  const findings = checks.map((check) => check(facts));
  const cause = findings.find(({ state }) => state === 'cause');
  return {
    service: facts.service,
    environment: facts.environment,
    question,
    findings,
    ...(cause && { cause }),
  };
}

/** Whether the platform did not tell everything: that no cause is found says little then. A manifest may lie elsewhere. */
export function hasUnknown({ findings }: Explanation): boolean {
  return findings.some(({ check, state }) => state === 'unknown' && check !== 'manifest');
}

/** That the last deployment failed says little without the reason: what shows in what runs comes first then. */
function isReasonTold({ deployment: fact }: WhyFacts): boolean {
  return fact.known && fact.value?.message !== undefined;
}

function unknown(check: WhyCheck, fact: Fact<unknown>): WhyFinding {
  return { check, state: 'unknown', sentence: fact.known ? '' : fact.why };
}

function passed(check: WhyCheck, sentence: string): WhyFinding {
  return { check, state: 'passed', sentence };
}

function manifest({ manifest: fact }: WhyFacts): WhyFinding {
  if (!fact.known) return unknown('manifest', fact);
  const { errors, message = '', place = '' } = fact.value;
  if (errors === 0) return passed('manifest', t('The manifest has no errors.'));
  return {
    check: 'manifest',
    state: 'cause',
    sentence:
      errors === 1
        ? t('The manifest has an error at {0}: {1}', place, message)
        : t('The manifest has {0} errors, the first at {1}: {2}', errors, place, message),
    remedy: t('Mend the manifest; what has errors is not deployed.'),
    step: 'showProblems',
  };
}

function permission({ access: fact, service, environment }: WhyFacts): WhyFinding {
  if (!fact.known) return unknown('permission', fact);
  const { decision, state, reason } = fact.value;
  if (state === 'RequiresApproval') {
    return passed('permission', t('You may ask for a deployment; somebody has to approve it.'));
  }
  if (decision || state === 'Blocked') return passed('permission', t('You may deploy.'));
  return {
    check: 'permission',
    state: 'cause',
    sentence: reason ?? t('You may not deploy {0} to {1}.', service, environment),
    remedy: t('Ask the owner or the platform team for it, or somebody who may to deploy.'),
  };
}

function freeze({ target: fact, environment, plan: planned }: WhyFacts): WhyFinding {
  if (!fact.known) return unknown('freeze', fact);
  const status = fact.value.freeze;
  if (status?.closed !== true) return passed('freeze', t('{0} is not frozen.', environment));
  const { reason, nextOpen } = status;
  const blocks = planned.known ? planned.value.blocks : undefined;
  const lifters = blocks?.find((block) => block.reason === 'FreezeWindow')?.approvers ?? [];
  return {
    check: 'freeze',
    state: 'cause',
    sentence: reason?.includes(environment)
      ? reason
      : [t('{0} is frozen.', environment), reason ?? ''].join(' ').trim(),
    remedy: [
      nextOpen === undefined ? t('Wait until it is open again.') : t('Wait until {0}.', isoMinute(nextOpen)),
      lifters.length === 0
        ? t('Rolling back may still be allowed.')
        : t('{0} may lift it, with a reason.', lifters.map(shortReference).join(', ')),
    ].join(' '),
  };
}

function operation({ operation: fact }: WhyFacts): WhyFinding {
  if (!fact.known) return unknown('operation', fact);
  const running = fact.value;
  if (!running || running.done) return passed('operation', t('Nothing else is under way.'));
  const title = running.title ?? running.id;
  const { blockedBy } = running;
  const waits = running.state === 'Blocked' ? blockedBy : undefined;
  const isAsked = waits?.reason === 'ApprovalRequired';
  return {
    check: 'operation',
    state: 'cause',
    sentence: waits
      ? t('{0} is not done yet. {1}', title, blockSentence(waits))
      : t('{0} is still under way.', title),
    remedy: isAsked
      ? t('Whoever may approve it decides about it.')
      : t('Wait for it to end, or call it off.'),
    step: isAsked ? 'decide' : 'cancel',
    ...(waits?.url !== undefined && { url: waits.url }),
  };
}

function gates({ plan: fact }: WhyFacts): WhyFinding {
  if (!fact.known) return unknown('gates', fact);
  const stopping = fact.value.gates?.find(
    ({ state, policy }) => (state === 'Failed' || state === 'Pending') && policy !== 'Warn',
  );
  if (!stopping) return passed('gates', t('No gate stands in the way.'));
  const { name, message, until } = stopping;
  return {
    check: 'gates',
    state: 'cause',
    sentence:
      message === undefined ? t('The gate {0} is not passed.', name) : t('The gate {0}: {1}', name, message),
    remedy:
      until === undefined ? t('Mend that, then try again.') : t('It may pass at {0}.', isoMinute(until)),
    ...(stopping.type === 'Approval' && { step: 'requestApproval' as const }),
  };
}

function plan(facts: WhyFacts): WhyFinding {
  const { plan: fact } = facts;
  if (!fact.known) return unknown('plan', fact);
  const blocks = fact.value.blocks ?? [];
  const block = blocks.find((each) => !isTold(each, facts));
  if (!block && blocks.length > 0) {
    return { check: 'plan', state: 'cause', sentence: t('The same stands in its way.') };
  }
  if (!block) return passed('plan', t('The plan of the newest release can be carried out.'));
  return {
    check: 'plan',
    state: 'cause',
    sentence: blockSentence(block),
    remedy: remedyOf(block),
    ...(block.url !== undefined && { url: block.url }),
    ...(block.reason === 'ApprovalRequired' && { step: 'requestApproval' as const }),
  };
}

/** What another check tells already. */
function isTold({ reason }: Block, facts: WhyFacts): boolean {
  const checks: Readonly<Record<string, Check>> = {
    PermissionDenied: permission,
    FreezeWindow: freeze,
    OperationInProgress: operation,
    GateFailed: gates,
  };
  return checks[reason]?.(facts).state === 'cause';
}

function remedyOf({ reason, name }: Block): string {
  if (name === 'AutoSync') return t('Change Git: it is applied by itself.');
  switch (reason) {
    case 'PermissionDenied':
      return t('Ask the owner of the service or the platform team for the right.');
    case 'ApprovalRequired':
      return t('Ask for the approval: deploy, and it waits for those who may approve.');
    case 'InputRequired':
      return t('Give what is missing, then try again.');
    case 'NotReversible':
      return t('Deploy an older version instead of rolling back.');
    default:
      return t('Mend that, then try again.');
  }
}

function health({ place: fact }: WhyFacts): WhyFinding {
  if (!fact.known) return unknown('health', fact);
  const place = fact.value;
  if (!place || !isDeployed(place)) return passed('health', t('It is not deployed there yet.'));
  const condition = place.conditions?.find(({ type, status }) => type === 'Ready' && status === 'False');
  const message = place.message ?? condition?.message;
  if (!isUnwell(place.health)) return passed('health', t('It is {0}.', place.health));
  const { suggestion } = place;
  return {
    check: 'health',
    state: 'cause',
    sentence:
      message === undefined ? t('It is {0}.', place.health) : t('It is {0}: {1}', place.health, message),
    remedy: suggestion?.message ?? t('Read the log.'),
    step: suggestion?.kind === 'Rollback' ? 'rollBack' : 'showLogs',
  };
}

function deployment({ deployment: fact, place }: WhyFacts): WhyFinding {
  if (!fact.known) return unknown('deployment', fact);
  const latest = fact.value;
  if (latest?.state !== 'Failed') return passed('deployment', t('The last deployment did not fail.'));
  const { message } = latest;
  const { version } = latest.release;
  const current = place.known ? place.value?.current?.version : undefined;
  const runs = current === undefined || current === version ? '' : t('{0} runs on.', current);
  return {
    check: 'deployment',
    state: 'cause',
    sentence:
      message === undefined
        ? t('The last deployment, {0}, failed.', version)
        : t('The last deployment, {0}, failed: {1}', version, failureLine(message)),
    remedy: [t('Mend the code and deploy again.'), runs].filter((text) => text !== '').join(' '),
    step: 'showLogs',
  };
}

function events({ events: fact, place }: WhyFacts): WhyFinding {
  if (!fact.known) return unknown('events', fact);
  const warning = isBad(place)
    ? fact.value.find((event) => event.type === 'Warning' && isSince(place, event.time))
    : undefined;
  if (!warning) return passed('events', t('The last events are normal.'));
  return {
    check: 'events',
    state: 'cause',
    sentence: t('{0}: {1}', warning.reason, shownLine(warning.message)),
    remedy: t('Read the log around {0}.', isoMinute(warning.time)),
    step: 'showLogs',
  };
}

function logs({ logs: fact, place }: WhyFacts): WhyFinding {
  if (!fact.known) return unknown('logs', fact);
  const fault = isBad(place)
    ? fact.value.findLast((line) => isFault(line) && isSince(place, line.time))
    : undefined;
  if (!fault) return passed('logs', t('The last lines of the log have no error.'));
  return {
    check: 'logs',
    state: 'cause',
    sentence: t('The log says: {0}', shownLine(fault.message)),
    remedy: t('Read the log; a click on a line of a stack leads to the code.'),
    step: 'showLogs',
  };
}

function isBad(place: WhyFacts['place']): boolean {
  const state = place.known ? place.value : undefined;
  return state !== undefined && isDeployed(state) && isUnwell(state.health);
}

/** What never was anywhere is not missing there. */
function isDeployed({ current, operation: running }: ServiceEnvironment): boolean {
  return current !== undefined || running !== undefined;
}

function isUnwell(health: string | undefined): boolean {
  return health === 'Degraded' || health === 'Missing';
}

/** Not of a version that ran before. */
function isSince(place: WhyFacts['place'], time: string): boolean {
  const current = place.known ? place.value?.current : undefined;
  const start = Date.parse(current?.startedAt ?? current?.finishedAt ?? '');
  return !(Date.parse(time) < start);
}

function isFault({ level, message }: LogLine): boolean {
  if (level !== undefined) return level === 'error' || level === 'fatal';
  return namesFault(message);
}
