import { t } from '../../base/l10n.js';
import type { DeploymentRequest } from '../../model/delivery.js';
import type { Service } from '../../model/catalog.js';
import type { Change, ChangeTarget } from './change.js';
import type { Runs } from './changePlan.js';
import { codeCommits, mostCommits, namesOf, type CodeCommits, type CommitRange } from './codeCommits.js';
import type { ConfigRepository, RepositoryCall } from './configRepository.js';
import { isConfig, placesOf, type ConfigSnapshot } from './configSources.js';
import { imagesIn, type ConfigFiles } from './findImages.js';
import type { Git } from './git.js';
import type { ConfigSource } from '../../model/engine.js';
import type { ImageChange } from './imageEdits.js';
import { baseName, imageText, type ImageRef } from './imageRef.js';

/** Which commits a change is about, and what is to be known of the list. */
export type PlanCommits = Pick<Change, 'commits' | 'findings'>;

/** Where the code of services is looked for. */
export interface CodePorts {
  readonly git: Git;
  /** A folder with the code of a service, in a clone of the person. */
  readonly codeIn?: (service: Service) => Promise<string | undefined>;
}

/** Where what is promoted comes from. */
export interface ChangeOrigin {
  readonly repository: ConfigRepository;
  readonly source: ConfigSource;
  readonly now: ConfigSnapshot;
}

/** The commits of the code between what runs and what is to run, where a clone has both; else `undefined`. */
export async function commitsOfCode(
  { git, codeIn }: CodePorts,
  service: Service,
  change: Change,
  { now, release }: Runs,
  { kind, environment }: DeploymentRequest,
  call: RepositoryCall,
): Promise<PlanCommits | undefined> {
  const own = await codeIn?.(service).catch(() => undefined);
  // Configuration beside the code names its images by commits of the same repository.
  const folders = [...(own === undefined ? [] : [own]), change.repository.folder];
  const pairs = change.images.map(({ before, after }) => [before.tag, after.tag] as const);
  const releases = [now?.release, release].map((each) => each?.version);
  for (const folder of folders) {
    for (const versions of [...pairs, releases]) {
      const [from = [], to = []] = versions.map((version) => namesOf(version ?? '', service.name));
      const found = from.length > 0 && to.length > 0 && (await codeCommits({ git, folder }, from, to, call));
      if (found && found.brought.total + found.lost.total > 0) return told(found, kind, environment);
    }
  }
  return undefined;
}

function told({ brought, lost }: CodeCommits, kind: string, environment: string): PlanCommits {
  if (kind === 'Rollback' || brought.total === 0) {
    return listed(lost, t('Commits of the code that are taken back: {0}.', lost.total));
  }
  const known = listed(brought, t('Commits of the code that are brought: {0}.', brought.total));
  if (lost.total === 0) return known;
  const message = t(
    'Commits that run in {1} now, are no part of it and are taken back: {0}. The newest is {2}.',
    lost.total,
    environment,
    `${lost.commits[0]?.id.slice(0, 7) ?? ''} ${lost.commits[0]?.message?.split('\n', 1)[0] ?? ''}`.trim(),
  );
  return {
    ...known,
    findings: [{ code: 'commits-taken-back', severity: 'Warning', message }, ...known.findings],
  };
}

/** The commits of the configuration that brought the place of origin from what the target runs to what it is. */
export async function commitsOfPromotion(
  { repository, source, now }: ChangeOrigin,
  target: ChangeTarget,
  images: readonly ImageChange[],
  call: RepositoryCall,
): Promise<PlanCommits> {
  if (images.length === 0) return noCommits;
  const places = placesOf(source);
  const steps = await repository.steps(now.commit, places, mostCommits, call);
  const known = steps.map(({ commit, before }) => ({
    commit,
    before: [...before].filter(([file]) => isConfig(file)),
  }));
  const blobs = known.flatMap(({ before }) => before.map(([, blob]) => blob).filter((blob) => blob !== ''));
  const texts = await repository.read(blobs, call);
  const files = new Map(now.files);
  for (const { commit, before } of known) {
    for (const [file, blob] of before) {
      const text = texts.get(blob);
      if (text === undefined) files.delete(file);
      else files.set(file, text);
    }
    if (ranThen(source, files, images)) {
      return commitsBetween(repository, { after: `${commit}^`, to: now.commit }, places, call);
    }
  }
  const [from, to] = [target.source.commit, source.commit];
  const isLine =
    from !== undefined &&
    to !== undefined &&
    from !== to &&
    (await repository.has(from, call)) &&
    (await repository.has(to, call)) &&
    (await repository.isAncestor(from, to, call));
  return isLine ? commitsBetween(repository, { after: from, to }, places, call) : noCommits;
}

/** The commits of the configuration after one up to another. */
export async function commitsBetween(
  repository: ConfigRepository,
  range: { readonly after: string; readonly to: string },
  places: readonly string[],
  call: RepositoryCall,
): Promise<PlanCommits> {
  const commits = await repository.log(range, places, mostCommits, call);
  const total = commits.length < mostCommits ? commits.length : await repository.count(range, places, call);
  return listed({ commits, total }, t('Commits of the configuration: {0}.', total));
}

/** None are known. */
export const noCommits: PlanCommits = { commits: [], findings: [] };

function listed({ commits, total }: CommitRange, message: string): PlanCommits {
  if (total === 0) return noCommits;
  const cut = total > commits.length ? t('The newest {0} are listed.', commits.length) : '';
  return {
    commits,
    findings: [{ code: 'commits', severity: 'Info', message: `${message} ${cut}`.trim() }],
  };
}

/** Whether files name for every image the version that the target runs now. */
function ranThen(source: ConfigSource, files: ConfigFiles, images: readonly ImageChange[]): boolean {
  const slots = imagesIn(source, files);
  return images.every(({ name, before }) =>
    slots.some(({ image }) => isAlike(image, name) && isVersion(image, { name, ...before })),
  );
}

function isAlike({ name }: ImageRef, wanted: string): boolean {
  return name === '' || baseName(name) === baseName(wanted);
}

function isVersion(image: ImageRef, wanted: ImageRef): boolean {
  if (image.tag !== undefined && wanted.tag !== undefined) return image.tag === wanted.tag;
  return imageText({ ...image, name: '' }) === imageText({ ...wanted, name: '' });
}
