import { t } from '../../base/l10n.js';
import { problemOf, refusalError } from '../../contract/problem.js';
import type { ConfigSource } from '../../model/engine.js';
import { isObject, objectAt, textAt, textsAt, type Json } from '../json.js';
import { sourceOf, sourcesIn, type Application, type Source } from './application.js';
import type { ReadPlace } from './deployments.js';
import { deploymentIdOf } from './ids.js';
import { present } from './present.js';
import { isCommit } from './status.js';

/**
 * Where Git keeps what all Applications of a place run; `undefined` where it comes from elsewhere. Throws `PlatformError`
 * `blocked` where each has a place of its own: a change of one alone would leave the others behind.
 */
export function configSourceOfAll(places: readonly ReadPlace[]): ConfigSource | undefined {
  const sources = places.map(({ app, json }) => configSourceOf(app, json ?? {}));
  const same = new Set(
    sources.map((source) => JSON.stringify({ ...source, images: [], commit: '', history: [] })),
  );
  if (same.size < 2) return sources[0];
  const names = places.map(({ app }, index) => `${app.name} (${sources[index]?.path || '/'})`);
  const message = t(
    'Several Applications run it there, each from a place of its own in Git: {0}. Change each of them there by hand.',
    names.join(', '),
  );
  throw refusalError(
    409,
    problemOf('blocked', { detail: message, blockedBy: { reason: 'NotReversible', message } }),
    undefined,
  );
}

/** Where Git keeps what an Application runs, by what Argo CD says of it in full; `undefined` where it comes from elsewhere. */
export function configSourceOf(app: Application, json: Json): ConfigSource | undefined {
  const sources = sourcesIn(objectAt(json, 'spec'));
  const index = mainIndex(sources);
  const source = sources[index];
  if (!source) return undefined;
  const values = valueFilesOf(source, sources);
  const home = source['chart'] === undefined ? sourceOf(source) : values[0]?.source;
  if (!home) return undefined;
  const status = objectAt(json, 'status');
  const history = app.more?.history ?? [];
  const revision = history.at(-1)?.revision ?? app.revision;
  const inHome = values.filter((value) => value.source.repository === home.repository);
  return present({
    repository: home.repository,
    branch: home.target,
    path: home.path,
    format: formatOf(source, textsAt(status, 'sourceTypes')[index] ?? textAt(status, 'sourceType')),
    valueFiles: inHome.length > 0 ? inHome.map(({ file }) => file) : undefined,
    images: app.images,
    commit: revision !== undefined && isCommit(revision) ? revision : undefined,
    history: history
      .slice(0, -1)
      .reverse()
      .flatMap(({ id, revision: commit }) =>
        commit !== undefined && isCommit(commit) ? [{ deployment: deploymentIdOf(app, id), commit }] : [],
      ),
  });
}

/** The source that makes manifests: another one may be there only for its files. */
function mainIndex(sources: readonly Json[]): number {
  const making = sources.findIndex((source) => !('ref' in source) || 'path' in source || 'chart' in source);
  return Math.max(0, making);
}

function formatOf(source: Json, type: string | undefined): ConfigSource['format'] {
  if (isObject(source['helm']) || 'chart' in source || type === 'Helm') return 'Helm';
  return isObject(source['kustomize']) || type === 'Kustomize' ? 'Kustomize' : 'Directory';
}

interface ValueFile {
  readonly source: Source;
  /** Seen from the root of its repository. */
  readonly file: string;
}

/** The value files of a source: beside its chart, or `$ref/…` in the repository of another source. */
function valueFilesOf(source: Json, sources: readonly Json[]): readonly ValueFile[] {
  const own = sourceOf(source);
  return textsAt(objectAt(source, 'helm'), 'valueFiles').flatMap((file): readonly ValueFile[] => {
    const [, ref, rest = ''] = /^\$([^/]+)\/(.*)$/.exec(file) ?? [];
    if (ref !== undefined) {
      const home = sources.find((other) => other['ref'] === ref);
      return home ? [{ source: sourceOf(home), file: normal(rest) }] : [];
    }
    if (/^\w+:\/\//.test(file)) return [];
    return [{ source: own, file: normal(file.startsWith('/') ? file : `${own.path}/${file}`) }];
  });
}

/** A path without `.`, `..` and empty parts; nothing leads out of the repository. */
function normal(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}
