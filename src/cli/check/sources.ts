import { stat } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { isAbort } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import { nodeFiles } from '../../server/nodeFiles.js';
import { yamlFiles } from '../../server/walk.js';
import type { CommandIo } from '../command.js';

/** A YAML file that may be a manifest. */
export interface Source {
  /** Absolute; `undefined` for standard input. */
  readonly full?: string;
  /** As it was named, or below the folder that was named. */
  readonly shown: string;
  readonly document: TextDocument;
  /** Whether standard input began with a byte order mark. */
  readonly hasMark?: boolean;
}

export interface SourceQuery {
  readonly paths: readonly string[];
  readonly stdinFilename?: string | undefined;
  /** Files and folders that are gone are passed over: whoever watches waits for them to come back. */
  readonly mayBeMissing: boolean;
}

/** The YAML files that the paths name or hold, each once. Throws `UserError` for a path that cannot be read. */
export async function* sourcesOf(query: SourceQuery, io: CommandIo): AsyncGenerator<Source> {
  const seen = new Set<string>();
  for (const named of query.paths) {
    if (named === '-') {
      yield await standardInput(query.stdinFilename, io);
      continue;
    }
    for await (const full of members(named, query.mayBeMissing, io)) {
      if (seen.has(full)) continue;
      seen.add(full);
      const shown = path.isAbsolute(named) ? full : path.relative(io.cwd, full);
      const isNamed = full === path.resolve(io.cwd, named) && !query.mayBeMissing;
      const document = await read(full, shown, isNamed);
      if (document) yield { full, shown: shown.replaceAll(path.sep, '/'), document };
    }
  }
}

async function standardInput(name: string | undefined, io: CommandIo): Promise<Source> {
  if (!io.stdin) throw new UserError('check.stdin', t('There is no standard input to read.'));
  const given = await text(io.stdin);
  const hasMark = given.startsWith('\uFEFF');
  const uri = pathToFileURL(path.resolve(io.cwd, name ?? 'stdin.yaml')).href;
  const shown = (name ?? '<stdin>').replaceAll(path.sep, '/');
  return { shown, hasMark, document: TextDocument.create(uri, 'yaml', 0, hasMark ? given.slice(1) : given) };
}

async function* members(named: string, mayBeMissing: boolean, io: CommandIo): AsyncGenerator<string> {
  const full = path.resolve(io.cwd, named);
  try {
    if (!(await stat(full)).isDirectory()) yield full;
    else yield* yamlFiles(full, undefined, io.signal);
  } catch (error) {
    if (!mayBeMissing || isAbort(error)) refuse(named, error);
  }
}

/** A file that was named must be readable; one that was found is passed over. */
async function read(full: string, shown: string, isNamed: boolean): Promise<TextDocument | undefined> {
  const uri = pathToFileURL(full).href;
  const found = await nodeFiles
    .readText(uri)
    .catch((error: unknown) => (isNamed ? refuse(shown, error) : undefined));
  return found === undefined ? undefined : TextDocument.create(uri, 'yaml', 0, found);
}

export function refuse(named: string, error: unknown): never {
  if (error instanceof UserError || isAbort(error)) throw error;
  const { code, message } = error as NodeJS.ErrnoException;
  throw new UserError(
    'check.unreadable',
    code === 'ENOENT' || code === 'ENOTDIR'
      ? t('There is no file or folder “{0}”. Correct the path.', named)
      : t('“{0}” cannot be read ({1}). Check its permissions.', named, code ?? message),
    error,
  );
}
