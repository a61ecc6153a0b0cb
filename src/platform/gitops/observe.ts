import { t } from '../../base/l10n.js';
import type { ServiceEnvironment } from '../../model/catalog.js';
import type { ConfigSource } from '../../model/engine.js';
import type { Platform } from '../../model/platform.js';
import type { ConfigRepository, RepositoryCall } from './configRepository.js';
import { readConfig } from './configSources.js';
import { imagesIn } from './findImages.js';
import { dayMs, moved, staysThere, waiting, type GitChange } from './gitChange.js';
import type { ImageChange } from './imageEdits.js';
import { imageKey, imageRef, imageText, sameVersion } from './imageRef.js';
import type { ImageSlot } from './imageSlot.js';

/** What tells how far a change has come. */
export interface Observed {
  readonly repository: ConfigRepository;
  readonly engine: Platform;
  /** ms since the epoch. */
  readonly now: number;
}

/** A service may stumble for so long while it settles. */
const degradedMs = 2 * 60_000;
/** A push of which nobody heard for so long did not come through. */
const unpushedMs = 15 * 60_000;
const mostCommits = 100;
const givenUpMs = 14 * dayMs;
/** A branch that nobody merged for so long is not waited for any more. */
const longestWaitMs = 30 * dayMs;

/** Looks where a change is: waiting as a branch, merged, or live. Rejects when Git or the engine does not answer. */
export async function observe(
  change: GitChange,
  observed: Observed,
  call: RepositoryCall,
): Promise<GitChange> {
  const merged = change.state === 'Running' ? change : await observeBranch(change, observed, call);
  return merged.state === 'Running' ? observeEngine(merged, observed, call) : merged;
}

async function observeBranch(
  change: GitChange,
  { repository, now }: Observed,
  call: RepositoryCall,
): Promise<GitChange> {
  const [followed, ours] = [change.followed, change.branch].map((name) => `refs/heads/${name}`);
  // Both in one answer: a branch that is gone was merged before, if it was.
  const refs = await repository.refs([followed ?? '', ours ?? ''], call);
  const head = refs.get(followed ?? '');
  const isThere = refs.has(ours ?? '');
  if (head !== undefined && head !== change.seen) {
    const commit = await repository.fetch(change.followed, call);
    const merged = await mergedAs(change, commit, repository, call);
    if (merged !== undefined) {
      const message = t('Merged as {0}. Waiting for the engine to bring it live.', merged.slice(0, 7));
      return moved({ ...change, merged, seen: commit }, 'Running', message, now);
    }
    const other = isThere ? await supersededBy(change, commit, repository, call) : undefined;
    if (other !== undefined) {
      const message = t('Another change was faster: {0} names {1} by now.', change.environment, other);
      return ended(change, 'Superseded', message, now);
    }
  }
  const seen = head === undefined ? {} : { seen: head };
  if (isThere && now - Date.parse(change.createdAt) > longestWaitMs) {
    return ended(
      change,
      'NotFollowed',
      t('Nobody merged it in 30 days, so it is not followed any more.'),
      now,
    );
  }
  if (isThere) return moved({ ...change, ...seen }, 'Blocked', waiting(change, now), now);
  if (change.state === 'Pending') {
    if (now - Date.parse(change.createdAt) < unpushedMs) return change;
    return moved(change, 'Failed', t('The branch {0} was not pushed.', change.branch), now);
  }
  const message = t('The branch {0} was deleted without being merged.', change.branch);
  return moved({ ...change, ...seen }, 'Canceled', message, now);
}

/** The commit of the followed branch that has the change, merged, rebased or squashed. */
async function mergedAs(
  change: GitChange,
  head: string,
  repository: ConfigRepository,
  call: RepositoryCall,
): Promise<string | undefined> {
  if (await repository.isAncestor(change.commit, head, call)) return change.commit;
  const paths = Object.keys(change.files);
  const later = await repository.log({ after: change.base, to: head }, paths, mostCommits, call);
  for (const { id } of [...later].reverse()) {
    if (await hasFiles(change, id, repository, call)) return id;
  }
  return later.length > 0 && (await hasImages(change, head, repository, call)) ? head : undefined;
}

async function hasFiles(
  { files }: GitChange,
  commit: string,
  repository: ConfigRepository,
  call: RepositoryCall,
): Promise<boolean> {
  for (const [file, blob] of Object.entries(files)) {
    if ((await repository.contentOf(commit, file, call)) !== blob) return false;
  }
  return true;
}

/** It is over, and its branch is still there. */
function ended(change: GitChange, reason: GitChange['reason'], why: string, now: number): GitChange {
  return moved({ ...change, ...(reason && { reason }) }, 'Canceled', `${why} ${staysThere(change)}`, now);
}

/** Others may have changed other lines of the same files: what counts is that the images are those. */
async function hasImages(
  change: GitChange,
  commit: string,
  repository: ConfigRepository,
  call: RepositoryCall,
): Promise<boolean> {
  if (change.images.length === 0) return false;
  const slots = await slotsIn(change, commit, repository, call);
  return change.images.every((image) =>
    slots.some((slot) => isOf(slot, image) && sameVersion(slot.image, image.after)),
  );
}

/** What an image of the change is in a commit, where it is neither what it was nor what the change makes it. */
async function supersededBy(
  change: GitChange,
  commit: string,
  repository: ConfigRepository,
  call: RepositoryCall,
): Promise<string | undefined> {
  if (change.images.length === 0) return undefined;
  const slots = await slotsIn(change, commit, repository, call);
  const others = change.images.flatMap((image) => {
    const there = slots.filter((slot) => isOf(slot, image));
    const isKnown = there.some(
      (slot) => sameVersion(slot.image, image.before) || sameVersion(slot.image, image.after),
    );
    return isKnown ? [] : there.map((slot) => imageText({ ...slot.image, name: image.name }));
  });
  return others[0];
}

async function slotsIn(
  change: GitChange,
  commit: string,
  repository: ConfigRepository,
  call: RepositoryCall,
): Promise<readonly ImageSlot[]> {
  const source: ConfigSource = { ...change.source, branch: change.followed, images: [] };
  const { files } = await readConfig(repository, source, commit, call);
  return imagesIn(source, files);
}

function isOf(slot: ImageSlot, { file, name }: ImageChange): boolean {
  return slot.file === file && (slot.image.name === '' || slot.image.name === name);
}

async function observeEngine(
  change: GitChange,
  observed: Observed,
  call: RepositoryCall,
): Promise<GitChange> {
  const { engine, now } = observed;
  const fresh = { fresh: true, ...(call.signal && { signal: call.signal }) };
  const { service, environment } = change;
  const [source, known] = await Promise.all([
    engine.sources?.of(service, environment, fresh),
    engine.getService(service, fresh),
  ]);
  const place = known.environments?.find((each) => each.environment === environment);
  if (!source || !place || !(await isLive(change, source, place, observed, call))) {
    if (source?.commit !== undefined && (await isReplaced(change, source.commit, observed, call))) {
      return moved(change, 'Canceled', t('A later change replaced it before it was seen live.'), now);
    }
    if (now - Date.parse(change.changedAt) > givenUpMs) {
      return moved(change, 'Failed', t('It was merged, and did not get live within two weeks.'), now);
    }
    return moved(change, 'Running', waitingFor(change, place), now);
  }
  const since = change.liveSince ?? new Date(now).toISOString();
  const live = { ...change, liveSince: since };
  switch (place.health) {
    case 'Degraded': {
      if (now - Date.parse(since) < degradedMs) return live;
      const message = place.message ?? t('{0} is Degraded in {1}.', service, environment);
      return moved(live, 'Failed', message, now);
    }
    case 'Progressing':
    case 'Suspended':
    case 'Missing':
      return moved(live, 'Running', place.message ?? place.health, now);
    default: {
      const deployment = place.current?.id;
      const message = t('{0} {1} is live in {2}.', service, change.version, environment).replace('  ', ' ');
      return moved({ ...live, ...(deployment !== undefined && { deployment }) }, 'Succeeded', message, now);
    }
  }
}

function waitingFor({ merged = '' }: GitChange, place: ServiceEnvironment | undefined): string {
  const commit = merged.slice(0, 7);
  return place?.sync === 'OutOfSync'
    ? t('Merged as {0}. The engine has not synced it yet.', commit)
    : t('Merged as {0}. Waiting for the engine to bring it live.', commit);
}

/** The engine runs a commit after the change, and there other images are named. */
async function isReplaced(
  change: GitChange,
  commit: string,
  { repository }: Observed,
  call: RepositoryCall,
): Promise<boolean> {
  const { merged, images } = change;
  if (merged === undefined || images.length === 0 || !(await repository.has(commit, call))) return false;
  return (
    (await repository.isAncestor(merged, commit, call)) &&
    !(await hasImages(change, commit, repository, call))
  );
}

/** The engine runs a commit that has the change, as far as it tells, and its images and no others. */
async function isLive(
  change: GitChange,
  source: ConfigSource,
  place: ServiceEnvironment,
  { repository }: Observed,
  call: RepositoryCall,
): Promise<boolean> {
  if (place.sync === 'OutOfSync') return false;
  const running = source.images.flatMap((text) => imageRef(text) ?? []);
  const hasThem = change.images.every(({ name, after }) => {
    const same = running.filter((image) => imageKey(image.name) === imageKey(name));
    return (
      same.every((image) => sameVersion(image, after)) && (same.length > 0 || source.commit !== undefined)
    );
  });
  if (!hasThem) return false;
  if (source.commit === undefined || change.merged === undefined) return change.images.length > 0;
  if (!(await repository.has(source.commit, call))) await repository.fetch(change.followed, call);
  return repository.isAncestor(change.merged, source.commit, call);
}
