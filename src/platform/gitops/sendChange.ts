import { plainText } from '../../base/plainText.js';
import { t } from '../../base/l10n.js';
import { refusal } from '../../contract/refusal.js';
import type { DeploymentRequest } from '../../model/delivery.js';
import { PlatformError } from '../../model/errors.js';
import type { CallOptions } from '../../model/call.js';
import type { Change } from './change.js';
import type { ConfigRepository, Identity } from './configRepository.js';
import { pageNamedBy, pullRequestPage, type Forges } from './forge.js';
import { moved, waiting, type GitChange } from './gitChange.js';
import { digestOf, type Prepared } from './changePlan.js';
import { branchStart, slug } from './gitTarget.js';
import { imageText } from './imageRef.js';
import { idOf, shortOf } from './journal.js';

export interface Wanted {
  readonly service: string;
  readonly request: DeploymentRequest;
  readonly key: string;
  /** ms since the epoch. */
  readonly now: number;
  /** Who the engine says the person is, so that they know it for theirs. */
  readonly me?: string;
}

/** Makes the commit of a plan in our own clone; nothing has left this machine after it. */
export async function commitChange(
  { plan, change }: Required<Prepared>,
  wanted: Wanted,
  by: Identity,
  forges: Forges,
  call: CallOptions,
): Promise<GitChange> {
  const { service, request, key, now, me } = wanted;
  const { repository, base, tree, source, branch: followed } = change;
  const version = change.version === '' ? (plan.toRelease?.version ?? '') : change.version;
  const title = titleOf(service, request, version);
  const message = messageOf(title, plan.fingerprint, change, request);
  const commit = await repository.commit({ tree, parent: base, message, by }, call);
  const branch = `${branchStart(service, request.environment)}${slug(version)}-${shortOf(key)}`;
  const page = pullRequestPage(
    { repository: repository.address, head: branch, base: followed, title },
    forges,
  );
  const time = new Date(now).toISOString();
  const { path, format, valueFiles } = source;
  return {
    format: 1,
    id: idOf(key),
    key,
    request: digestOf([service, request]),
    service,
    environment: request.environment,
    kind: request.kind === 'Rollback' ? 'Rollback' : 'Promote',
    title,
    version,
    ...(request.fromEnvironment !== undefined && { fromEnvironment: request.fromEnvironment }),
    ...(request.toDeployment !== undefined && { toDeployment: request.toDeployment }),
    fingerprint: plan.fingerprint,
    source: { repository: repository.address.url, path, format, ...(valueFiles && { valueFiles }) },
    followed,
    base,
    branch,
    commit,
    files: Object.fromEntries([...change.files].map(([file, entry]) => [file, entry?.blob ?? ''])),
    images: change.images,
    ...(page !== undefined && { page }),
    by: { id: me ?? by.email, displayName: by.name, type: 'user' },
    state: 'Pending',
    createdAt: time,
    changedAt: time,
    events: [],
  };
}

/** Pushes the branch of a change; done before, it stays as it is. A branch of that name with anything else is left alone. */
export async function pushChange(
  change: GitChange,
  repository: ConfigRepository,
  now: number,
  call: CallOptions,
): Promise<GitChange> {
  const { branch, commit } = change;
  const there = (await repository.refs([`refs/heads/${branch}`], call)).get(`refs/heads/${branch}`);
  if (there !== undefined && there !== commit) {
    throw refusal('blocked', t('There is a branch {0} already, with something else. Try again.', branch));
  }
  const said = there === commit ? '' : await repository.push(commit, branch, call);
  const page = change.page ?? pageNamedBy(said, repository.address);
  const pushed = { ...change, ...(page !== undefined && { page }) };
  return moved(pushed, 'Blocked', waiting(pushed, now), now);
}

/** Whether nobody can say if a push came through: it may be sent again. */
export function isUnclear(error: unknown): boolean {
  return (
    !(error instanceof PlatformError) ||
    ['unreachable', 'timeout', 'internal', 'unavailable'].includes(error.code)
  );
}

function titleOf(service: string, { kind, environment }: DeploymentRequest, version: string): string {
  const words =
    kind === 'Rollback'
      ? t('Roll back {0} in {1} to {2}', service, environment, version)
      : t('Promote {0} to {1}: {2}', service, environment, version);
  return plainText(words).replaceAll(/\s+/g, ' ').slice(0, 200);
}

function messageOf(
  title: string,
  fingerprint: string,
  { images }: Change,
  request: DeploymentRequest,
): string {
  const { fromEnvironment, reason, changeRef, incident } = request;
  const lines = [
    ...(fromEnvironment === undefined ? [] : [t('It runs in {0}.', fromEnvironment)]),
    ...images.map(({ file, name, before, after }) =>
      t('{0}: {1} becomes {2}', file, imageText({ name, ...before }), imageText({ name, ...after })),
    ),
    ...(reason ? [t('Why: {0}', reason)] : []),
    ...(changeRef ? [t('Change: {0}', changeRef)] : []),
    ...(incident ? [t('Incident: {0}', incident)] : []),
  ];
  const body = lines.map((line) => plainText(line).replaceAll(/\s+/g, ' ').slice(0, 1000));
  return `${title}\n\n${body.join('\n')}${body.length > 0 ? '\n\n' : ''}Golden-Path-Plan: ${fingerprint}\n`;
}
