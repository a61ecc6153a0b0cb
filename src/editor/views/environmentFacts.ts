import { counted } from '../../base/counted.js';
import { t } from '../../base/l10n.js';
import type { ApprovalPolicy, Environment, FreezeStatus } from '../../model/catalog.js';
import type { LiveSnapshot } from '../../model/live.js';
import { actorName, shortReference } from '../../model/reference.js';
import { timeLeft, untilTime } from './age.js';
import { webUrl, type Detail } from './details.js';
import type { Look } from './healthLook.js';
import { waitingForApproval } from './waiting.js';

/** What there is to know of an environment beside its services: what keeps changes out comes first. */
export function factsOf(environment: Environment, live: LiveSnapshot, now: number): readonly Detail[] {
  return [
    ...freezeFacts(environment.freeze, now),
    ...approvalFacts(environment.approvals),
    ...waitingFacts(environment.name, live),
    ...ephemeralFacts(environment, now),
    ...linkFact('address', 'link-external', t('Address'), environment.url),
  ];
}

function freezeFacts(freeze: FreezeStatus | undefined, now: number): readonly Detail[] {
  if (freeze?.closed) {
    const until = untilTime(freeze.nextOpen, now);
    const label = until === '' ? t('Frozen') : t('Frozen until {0}', until);
    return [fact('freeze', { icon: 'lock', color: 'goldenPath.warning' }, label, freeze.reason)];
  }
  const from = untilTime(freeze?.nextClose, now);
  if (from === '') return [];
  return [fact('freeze', { icon: 'calendar' }, t('Freezes {0}', from), freeze?.nextCloseReason)];
}

function approvalFacts(policy: ApprovalPolicy | undefined): readonly Detail[] {
  const count = policy?.minApprovals ?? ((policy?.approvers?.length ?? 0) > 0 ? 1 : 0);
  if (!policy || count === 0) return [];
  const label = count === 1 ? t('1 approval is asked for') : t('{0} approvals are asked for', count);
  const words = [
    ...(policy.approvers?.length ? [t('of {0}', policy.approvers.map(shortReference).join(', '))] : []),
    ...(policy.preventSelfApproval ? [t('not of whoever starts it')] : []),
    ...(policy.actions?.length ? [policy.actions.join(', ')] : []),
  ];
  return [fact('approvals', { icon: 'verified' }, label, words.join(' · '))];
}

function waitingFacts(environment: string, live: LiveSnapshot): readonly Detail[] {
  const waiting = waitingForApproval(live).filter((operation) => operation.environment === environment);
  if (waiting.length === 0) return [];
  const label =
    waiting.length === 1
      ? t('1 change waits for approval')
      : t('{0} changes wait for approval', counted(waiting.length));
  const titles = waiting.map(({ title, service, id }) => title ?? service ?? id);
  return [fact('waiting', { icon: 'bell', color: 'goldenPath.warning' }, label, titles.join(' · '))];
}

function ephemeralFacts({ ephemeral }: Environment, now: number): readonly Detail[] {
  if (!ephemeral) return [];
  const { pullRequest, branch, createdBy, expiresAt } = ephemeral;
  const left = timeLeft(expiresAt, now);
  return [
    ...(left === ''
      ? []
      : [fact('expires', { icon: 'clock' }, t('Deleted in {0}', left), untilTime(expiresAt, now))]),
    ...(pullRequest
      ? linkFact(
          'pullRequest',
          'git-pull-request',
          pullRequest.title ?? t('Pull request {0}', pullRequest.number ?? ''),
          pullRequest.url,
        )
      : []),
    ...(branch === undefined ? [] : [fact('branch', { icon: 'git-branch' }, branch, actorName(createdBy))]),
  ];
}

function linkFact(key: string, icon: string, label: string, url: string | undefined): readonly Detail[] {
  const address = url === undefined ? undefined : webUrl(url);
  if (!address) return [];
  const { row } = fact(key, { icon }, label, address.host);
  return [{ key, row: { ...row, url: address.href } }];
}

function fact(key: string, look: Look, label: string, description = ''): Detail {
  const spoken = description === '' ? label : t('{0}: {1}', label, description);
  return { key, row: { label, description, look, spoken, tags: ['fact', key], children: 'none' } };
}
