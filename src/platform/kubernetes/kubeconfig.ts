import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import { isObject, textAt, type Json } from '../json.js';

/** Something of a kubeconfig file, with the folder that its relative paths are seen from. */
interface Entry {
  readonly value: Json;
  readonly folder: string;
}

/** What kubectl would see of all files together; it is only read, never written. */
export interface Kubeconfig {
  /** Names of its contexts, in the order of the files. */
  readonly contexts: readonly string[];
  /** The one that kubectl uses now. */
  readonly current?: string;
  /** Throws `UserError` for a name that is none. */
  context(name: string): KubeContext;
}

/** A context with what it names. */
export interface KubeContext {
  readonly name: string;
  readonly namespace?: string;
  /** Of the cluster, as the file calls it. */
  readonly clusterName: string;
  readonly cluster: Entry;
  readonly user: Entry;
}

const mostBytes = 4 * 1024 * 1024;

/**
 * Reads the files that `KUBECONFIG` names, or `~/.kube/config`. Files that are not there are passed over; of two things
 * of a name the first counts. Rejects with `UserError` for a file that is no kubeconfig.
 */
export async function readKubeconfig({
  env,
  home,
}: {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}): Promise<Kubeconfig> {
  const named = (env['KUBECONFIG'] ?? '').split(path.delimiter).filter((file) => file !== '');
  const files = named.length > 0 ? named : [path.join(home, '.kube', 'config')];
  return kubeconfigOf(
    (await Promise.all(files.map((file) => readOne(file)))).filter((one) => one !== undefined),
  );
}

/** What several files say together. */
export function kubeconfigOf(files: readonly Entry[]): Kubeconfig {
  const clusters = entriesOf(files, 'clusters', 'cluster');
  const users = entriesOf(files, 'users', 'user');
  const contexts = entriesOf(files, 'contexts', 'context');
  const current = files
    .map(({ value }) => textAt(value, 'current-context'))
    .find((name) => name !== undefined);
  return {
    contexts: [...contexts.keys()],
    ...(current !== undefined && { current }),
    context(name) {
      const context = contexts.get(name)?.value;
      const clusterName = context && textAt(context, 'cluster');
      const cluster = clusters.get(clusterName ?? '');
      if (!context || clusterName === undefined || !cluster) throw noContext(name, [...contexts.keys()]);
      const namespace = textAt(context, 'namespace');
      return {
        name,
        clusterName,
        cluster,
        user: users.get(textAt(context, 'user') ?? '') ?? { value: {}, folder: cluster.folder },
        ...(namespace !== undefined && { namespace }),
      };
    },
  };
}

async function readOne(file: string): Promise<Entry | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw unreadable(file);
  }
  if (text.length > mostBytes) throw unreadable(file);
  return { value: parsed(text, file), folder: path.dirname(path.resolve(file)) };
}

/** What the parser says of a fault would repeat the line, which may hold a secret. */
function parsed(text: string, file: string): Json {
  let value: unknown;
  try {
    value = parse(text, { uniqueKeys: false, logLevel: 'error' }) ?? {};
  } catch {
    throw unreadable(file);
  }
  if (!isObject(value)) throw unreadable(file);
  return value;
}

function entriesOf(files: readonly Entry[], list: string, key: string): ReadonlyMap<string, Entry> {
  const found = new Map<string, Entry>();
  for (const { value, folder } of files) {
    const items: unknown = value[list];
    for (const item of Array.isArray(items) ? items : []) {
      if (!isObject(item)) continue;
      const name = textAt(item, 'name');
      if (name !== undefined && isObject(item[key]) && !found.has(name)) {
        found.set(name, { value: item[key], folder });
      }
    }
  }
  return found;
}

function unreadable(file: string): UserError {
  return new UserError(
    'kubernetes.kubeconfig',
    t('{0} cannot be read as a kubeconfig. Check it with "kubectl config view".', file),
  );
}

function noContext(name: string, known: readonly string[]): UserError {
  return new UserError(
    'kubernetes.context',
    t(
      'The kubeconfig has no usable context "{0}". It has: {1}.',
      name,
      known.slice(0, 20).join(', ') || t('none'),
    ),
  );
}
