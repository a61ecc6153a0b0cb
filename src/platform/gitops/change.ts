import { t } from '../../base/l10n.js';
import type { PlanChange, PlanFinding } from '../../model/delivery.js';
import type { Commit } from '../../model/deployment.js';
import type { ConfigSource } from '../../model/engine.js';
import type { Block } from '../../model/problem.js';
import type { ConfigRepository, RepositoryCall, TreeFile } from './configRepository.js';
import { placesOf, readConfig, type ConfigSnapshot } from './configSources.js';
import type { ConfigFiles } from './findImages.js';
import type { ImageChange, ImageEdit } from './imageEdits.js';
import { imageText, versionOf } from './imageRef.js';
import { promoteImages, restoreImages, type ConfigState } from './promoteImages.js';
import { changesSecrets } from './secretLines.js';

/** What a branch would change of a configuration repository. */
export interface Change {
  readonly repository: ConfigRepository;
  readonly source: ConfigSource;
  /** Branch that the engine follows, and its commit now. */
  readonly branch: string;
  readonly base: string;
  /** The contents that the change was made of: another commit with the same gives the same change. */
  readonly basis: readonly string[];
  readonly tree: string;
  readonly files: ReadonlyMap<string, TreeFile | undefined>;
  readonly images: readonly ImageChange[];
  readonly changes: readonly PlanChange[];
  readonly findings: readonly PlanFinding[];
  readonly blocks: readonly Block[];
  readonly diff: string;
  readonly before: string;
  readonly after: string;
  readonly version: string;
  readonly commits: readonly Commit[];
}

/** Where a change is made. */
export interface ChangeTarget {
  readonly repository: ConfigRepository;
  readonly source: ConfigSource;
  readonly branch: string;
  readonly now: ConfigSnapshot;
  /** Branches of other changes of the same place. */
  readonly waiting: readonly string[];
}

const longestDiff = 200_000;

/** Brings what runs in `from` to the target. */
export async function promotion(
  target: ChangeTarget,
  from: ConfigState,
  call: RepositoryCall,
): Promise<Change> {
  const edit = promoteImages(from, { source: target.source, files: target.now.files });
  const shared = [...edit.files.keys()].filter((file) =>
    placesOf(from.source).some((place) => isIn(file, place)),
  );
  const isOther = from.source.repository !== target.source.repository || from.files === target.now.files;
  const findings = isOther ? [] : shared.map(sharedFinding);
  const change = await changeOf(target, edit, call);
  return { ...change, findings: [...findings, ...change.findings] };
}

/** Restores what ran with an earlier commit: its images, or, where they are the same or `whole` is wanted, all its files. */
export async function restoration(
  target: ChangeTarget,
  commit: string,
  whole: boolean,
  call: RepositoryCall,
): Promise<Change> {
  const { repository, source, now } = target;
  const earlier = await readConfig(repository, source, commit, call);
  const edit = restoreImages({ source, files: now.files }, earlier.files);
  const images = whole || edit.files.size === 0 ? undefined : await changeOf(target, edit, call);
  if (images) return images;
  const files = new Map(await wholeFiles(target, commit, call));
  const change = await changeOf(
    target,
    { files: new Map(), changes: edit.changes, findings: [] },
    call,
    files,
  );
  return { ...change, findings: files.size === 0 ? [] : [folderFinding(source, commit)] };
}

/** The files that are otherwise in an earlier commit, as they were. */
async function wholeFiles(
  { repository, source, now }: ChangeTarget,
  commit: string,
  call: RepositoryCall,
): Promise<readonly (readonly [string, TreeFile | undefined])[]> {
  const places = placesOf(source);
  const [before, after] = await Promise.all([
    repository.list(now.commit, places, call),
    repository.list(commit, places, call),
  ]);
  const wanted = new Map(after.map((file) => [file.path, file]));
  const kept = new Map(before.map((file) => [file.path, file]));
  return [...new Set([...kept.keys(), ...wanted.keys()])]
    .filter((path) => kept.get(path)?.blob !== wanted.get(path)?.blob)
    .map((path) => [path, wanted.get(path)] as const);
}

async function changeOf(
  { repository, source, branch, now }: ChangeTarget,
  edit: ImageEdit,
  call: RepositoryCall,
  restored: ReadonlyMap<string, TreeFile | undefined> = new Map(),
): Promise<Change> {
  const written = await Promise.all(
    [...edit.files].map(async ([path, text]) => {
      const blob = await repository.write(text, call);
      return [path, { path, blob, mode: now.entries.get(path)?.mode ?? '100644' }] as const;
    }),
  );
  const files = new Map<string, TreeFile | undefined>([...written, ...restored]);
  const [tree, ...basis] = await Promise.all([
    repository.tree(now.commit, files, call),
    ...placesOf(source).map((place) => repository.contentOf(now.commit, place, call)),
  ]);
  const diff = await repository.diff(`${now.commit}^{tree}`, tree, call);
  const texts = await sides(repository, now, files, call);
  return {
    repository,
    source,
    branch,
    base: now.commit,
    basis,
    tree,
    files,
    images: edit.changes,
    changes: changesOf(edit.changes, files, now),
    findings: edit.findings,
    blocks: blocksOf(diff, restored.size > 0 ? texts : undefined),
    diff,
    ...texts,
    version: versionIn(edit.changes),
    commits: [],
  };
}

/** The files that change, as they are and as they would be, one after the other. */
async function sides(
  repository: ConfigRepository,
  now: ConfigSnapshot,
  files: ReadonlyMap<string, TreeFile | undefined>,
  call: RepositoryCall,
): Promise<{ readonly before: string; readonly after: string }> {
  const paths = [...files.keys()].sort();
  const old = await repository.list(now.commit, paths.length === 0 ? ['-'] : paths, call);
  const blobOf = new Map(old.map(({ path, blob }) => [path, blob]));
  const wanted = [...old, ...files.values()].flatMap((file) => (file ? [file.blob] : []));
  const texts = await repository.read(wanted, call);
  const side = (blob: (path: string) => string | undefined): string =>
    paths.map((path) => textOf(path, blob(path), texts)).join('\n');
  return { before: side((path) => blobOf.get(path)), after: side((path) => files.get(path)?.blob) };
}

function textOf(path: string, blob: string | undefined, texts: ConfigFiles): string {
  const text = blob === undefined ? '' : (texts.get(blob) ?? t('(not a text)'));
  return `# ${path}\n${text}`;
}

function changesOf(
  images: readonly ImageChange[],
  files: ReadonlyMap<string, TreeFile | undefined>,
  now: ConfigSnapshot,
): readonly PlanChange[] {
  const named = new Set(images.map(({ file }) => file));
  const others = [...files].filter(([file]) => !named.has(file));
  return [
    ...images.map(({ file, pointer, name, before, after }) => ({
      action: 'Update',
      resource: `image/${name}`,
      pointer: `${file}#${pointer}`,
      before: imageText({ name, ...before }),
      after: imageText({ name, ...after }),
    })),
    ...others.map(([file, entry]) => ({
      action: entry ? (now.entries.has(file) ? 'Update' : 'Create') : 'Delete',
      resource: `file/${file}`,
      ...(!entry && { destructive: true }),
    })),
  ];
}

/** `whole`: files that are restored, and not only their images. */
function blocksOf(
  diff: string,
  whole: { readonly before: string; readonly after: string } | undefined,
): readonly Block[] {
  if (diff.length > longestDiff) {
    const message = t(
      'The change is too long to be shown whole, so it is not made from here. Make it by hand.',
    );
    return [{ reason: 'TooLarge', message }];
  }
  const hasSecret = [whole?.before ?? '', whole?.after ?? ''].some((text) =>
    /^kind: ["']?Secret["']?\s*$/m.test(text),
  );
  if (!hasSecret && !changesSecrets(diff)) return [];
  const message = t(
    'The change touches what looks like a secret, so it is not made from here. Make it by hand.',
  );
  return [{ reason: 'SecretChange', message }];
}

function versionIn(images: readonly ImageChange[]): string {
  return versionOf(images[0]?.after ?? {});
}

function isIn(file: string, place: string): boolean {
  return place === '' || file === place || file.startsWith(`${place}/`);
}

function sharedFinding(file: string): PlanFinding {
  return {
    code: 'shared-file',
    severity: 'Warning',
    message: t('{0} is read by the environment that is promoted from as well.', file),
    mustAcknowledge: true,
  };
}

function folderFinding({ path }: ConfigSource, commit: string): PlanFinding {
  return {
    code: 'folder-restored',
    severity: 'Warning',
    message: t(
      'All files of {0} become those of {1}, not only its images.',
      path === '' ? '/' : path,
      commit.slice(0, 7),
    ),
    mustAcknowledge: true,
  };
}
