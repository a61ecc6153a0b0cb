import type { ConfigSource } from '../../model/engine.js';
import { objectAt, textAt, textsAt, type Json } from '../backstage/json.js';
import type { Application, Source } from './application.js';
import { deploymentIdOf } from './ids.js';
import { present } from './present.js';
import { isCommit } from './status.js';

/** Where Git keeps what an Application runs; `undefined` where it comes from elsewhere. */
export function configSourceOf(app: Application, json: Json): ConfigSource | undefined {
  const index = mainIndex(app.sources);
  const source = app.sources[index];
  if (!source) return undefined;
  const values = valueFilesOf(source, app.sources);
  const home = source.chart === undefined ? source : values[0]?.source;
  if (!home) return undefined;
  const status = objectAt(json, 'status');
  const last = app.more?.history.at(-1);
  const revision = last?.revision ?? app.revision;
  const history = [...(app.more?.history ?? [])].slice(0, -1).reverse();
  const inHome = values.filter((value) => value.source.repository === home.repository);
  return present({
    repository: home.repository,
    branch: home.target,
    path: home.path,
    format: formatOf(source, textsAt(status, 'sourceTypes')[index] ?? textAt(status, 'sourceType')),
    valueFiles: inHome.length > 0 ? inHome.map(({ file }) => file) : undefined,
    images: app.images,
    commit: revision !== undefined && isCommit(revision) ? revision : undefined,
    history: history.flatMap(({ id, revision: commit }) =>
      commit !== undefined && isCommit(commit) ? [{ deployment: deploymentIdOf(app, id), commit }] : [],
    ),
  });
}

/** The source that makes manifests: another one may be there only for its files. */
function mainIndex(sources: readonly Source[]): number {
  const making = sources.findIndex(
    ({ ref, path, chart }) => ref === undefined || path !== '' || chart !== undefined,
  );
  return Math.max(0, making);
}

function formatOf({ isHelm, isKustomize, chart }: Source, type: string | undefined): ConfigSource['format'] {
  if (isHelm || chart !== undefined || type === 'Helm') return 'Helm';
  return isKustomize || type === 'Kustomize' ? 'Kustomize' : 'Directory';
}

interface ValueFile {
  readonly source: Source;
  /** Seen from the root of its repository. */
  readonly file: string;
}

/** The value files of a source: beside its chart, or `$ref/…` in the repository of another source. */
function valueFilesOf(source: Source, sources: readonly Source[]): readonly ValueFile[] {
  return source.valueFiles.flatMap((file): readonly ValueFile[] => {
    const [, ref, rest = ''] = /^\$([^/]+)\/(.*)$/.exec(file) ?? [];
    if (ref !== undefined) {
      const home = sources.find((other) => other.ref === ref);
      return home ? [{ source: home, file: normal(rest) }] : [];
    }
    if (/^\w+:\/\//.test(file)) return [];
    return [{ source, file: file.startsWith('/') ? normal(file) : normal(`${source.path}/${file}`) }];
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
