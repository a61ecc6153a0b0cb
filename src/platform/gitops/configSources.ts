import { t } from '../../base/l10n.js';
import { pathFault } from '../../base/safePath.js';
import type { ConfigSource } from '../../model/engine.js';
import { UserError } from '../../model/errors.js';
import { isBranchName, repositoryAddress } from './address.js';
import type { ConfigRepository, RepositoryCall, TreeFile } from './configRepository.js';
import { valueFilesOf, type ConfigFiles } from './findImages.js';

/** A source whose words are fit for git. Throws `UserError` for any other: an engine's word is not trusted. */
export function checkedSource(source: ConfigSource): ConfigSource {
  const refused = (what: string): UserError =>
    new UserError('git.source', t('The engine tells a source in Git that is not used: {0}.', what));
  const address = repositoryAddress(source.repository);
  if (!address) throw refused(source.repository.replaceAll(/:\/\/[^/@\s]+@/g, '://'));
  if (source.branch !== 'HEAD' && !isBranchName(source.branch)) throw refused(source.branch);
  const path = tidy(source.path);
  const wrong = [...(path === '' ? [] : [path]), ...(source.valueFiles ?? [])].find(
    (each) => pathFault(each) !== undefined,
  );
  if (wrong !== undefined) throw refused(wrong);
  return { ...source, path };
}

/** `./apps/orders/` is `apps/orders`. */
function tidy(path: string): string {
  const names = path.split('/').filter((name) => name !== '' && name !== '.');
  return path.startsWith('/') && names.length > 0 ? path : names.join('/');
}

/** The files that say what runs, of a commit. */
export interface ConfigSnapshot {
  readonly commit: string;
  readonly entries: ReadonlyMap<string, TreeFile>;
  readonly files: ConfigFiles;
}

const mostFiles = 500;

/** What a source is made of: the folder, and of Helm the value files. */
export function placesOf(source: ConfigSource): readonly string[] {
  return source.format === 'Helm' ? valueFilesOf(source) : [source.path];
}

/** Reads the files of a source in a commit. Throws `UserError` where the folder is too big to be one of a service. */
export async function readConfig(
  repository: ConfigRepository,
  source: ConfigSource,
  commit: string,
  call: RepositoryCall = {},
): Promise<ConfigSnapshot> {
  const all = await repository.list(commit, placesOf(source), call);
  const listed = source.format === 'Helm' ? all : all.filter(({ path }) => isConfig(path));
  if (listed.length > mostFiles) {
    throw new UserError(
      'git.source-size',
      t(
        '{0} has {1} files in {2}: that is no folder of one service. Change it by hand.',
        source.repository,
        listed.length,
        source.path === '' ? '/' : source.path,
      ),
    );
  }
  const texts = await repository.read(
    listed.map(({ blob }) => blob),
    call,
  );
  return {
    commit,
    entries: new Map(listed.map((entry) => [entry.path, entry])),
    files: new Map(
      listed.flatMap(({ path, blob }) => {
        const text = texts.get(blob);
        return text === undefined ? [] : [[path, text] as const];
      }),
    ),
  };
}

/** Whether a file by its name may say what runs. */
export function isConfig(path: string): boolean {
  return /(\.ya?ml|\.json|(^|\/)Kustomization)$/i.test(path);
}
