import { existsSync } from 'node:fs';
import { isAbort } from '../../base/abort.js';
import type { ConfigSource } from '../../model/engine.js';
import type { ConfigRepository, RepositoryCall, TreeFile } from './configRepository.js';
import { isConfig, placesOf } from './configSources.js';
import { imagesIn } from './findImages.js';
import { baseName, versionOf } from './imageRef.js';

/** More are left as the engine names them. */
const mostCommits = 10;

/** Which version of a service commits of its configuration name: what ran then is known to engines by the commit alone. */
export class RanVersions {
  readonly #known = new Map<string, string>();

  /** By commit, newest first given; only of a repository that was cloned before, and nobody is asked for anything. */
  async of(
    service: string,
    source: ConfigSource,
    repository: ConfigRepository,
    commits: readonly string[],
    { signal }: RepositoryCall = {},
  ): Promise<ReadonlyMap<string, string>> {
    const keyOf = (commit: string): string => [service, source.repository, source.path, commit].join(' ');
    const missing = commits.slice(0, mostCommits).filter((commit) => !this.#known.has(keyOf(commit)));
    if (missing.length > 0 && existsSync(repository.folder)) {
      try {
        const call = { isUnattended: true, ...(signal && { signal }) };
        const read = await versionsAt(service, source, repository, missing, call);
        for (const [commit, version] of read) this.#known.set(keyOf(commit), version);
      } catch (error) {
        if (isAbort(error)) throw error;
      }
    }
    return new Map(
      commits.flatMap((commit) => {
        const version = this.#known.get(keyOf(commit));
        return version === undefined || version === '' ? [] : [[commit, version] as const];
      }),
    );
  }
}

/** Empty where the files tell none. */
async function versionsAt(
  service: string,
  source: ConfigSource,
  repository: ConfigRepository,
  commits: readonly string[],
  call: RepositoryCall,
): Promise<readonly (readonly [commit: string, version: string])[]> {
  const listed = await Promise.all(
    commits.map(async (commit) => {
      const files = await repository.list(commit, placesOf(source), call).catch((error: unknown) => {
        if (isAbort(error)) throw error;
        return [];
      });
      return [commit, files.filter(({ path }) => isConfig(path))] as const;
    }),
  );
  const texts = await repository.read(
    listed.flatMap(([, files]) => files.map(({ blob }) => blob)),
    call,
  );
  return listed.map(([commit, files]) => [commit, versionIn(service, source, files, texts)]);
}

/** Of the image that is called like the service, else of the only one. */
function versionIn(
  service: string,
  source: ConfigSource,
  files: readonly TreeFile[],
  texts: ReadonlyMap<string, string>,
): string {
  const named = new Map(
    files.flatMap(({ path, blob }) => {
      const text = texts.get(blob);
      return text === undefined ? [] : [[path, text] as const];
    }),
  );
  const slots = imagesIn(source, named);
  const own = slots.filter(({ image }) => baseName(image.name) === service.split('/').at(-1));
  const versions = new Set((own.length > 0 ? own : slots).map(({ image }) => versionOf(image)));
  const [version = ''] = versions;
  return versions.size === 1 ? version : '';
}
