import { stat } from 'node:fs/promises';
import path from 'node:path';
import { isUtf8 } from 'node:buffer';
import { buffer } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { isAbort } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import { nodeFiles } from '../../server/nodeFiles.js';
import { readFolder } from '../../server/walk.js';
import { standardBudget, walkYaml, type WalkBudget } from '../../server/yamlWalk.js';
import type { CommandIo } from '../command.js';
import { oneLine } from '../oneLine.js';

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
      const document = await read(full, shown, isNamed, io);
      if (document) yield { full, shown: shown.replaceAll(path.sep, '/'), document };
    }
  }
}

async function standardInput(name: string | undefined, io: CommandIo): Promise<Source> {
  if (!io.stdin) throw new UserError('check.stdin', t('There is no standard input to read.'));
  const bytes = await buffer(io.stdin);
  if (!isUtf8(bytes)) {
    throw new UserError('check.stdin', t('Standard input is not in UTF-8. Convert it first.'));
  }
  const given = bytes.toString('utf8');
  const hasMark = given.startsWith('\uFEFF');
  const uri = pathToFileURL(path.resolve(io.cwd, name ?? 'stdin.yaml')).href;
  const shown = (name ?? '<stdin>').replaceAll(path.sep, '/');
  return { shown, hasMark, document: TextDocument.create(uri, 'yaml', 0, hasMark ? given.slice(1) : given) };
}

async function* members(named: string, mayBeMissing: boolean, io: CommandIo): AsyncGenerator<string> {
  const full = path.resolve(io.cwd, named);
  try {
    if (!(await stat(full)).isDirectory()) yield full;
    else yield* walkYaml(full, readerOf(full, io), budgetOf(named, io), io.signal);
  } catch (error) {
    if (!mayBeMissing || isAbort(error)) refuse(named, error);
  }
}

/** A folder below the named one is passed over, and told. */
function readerOf(root: string, io: CommandIo): typeof readFolder {
  return (folder) =>
    readFolder(folder).catch((error: unknown) => {
      if (folder !== root) {
        tell(unreadable(path.relative(io.cwd, folder), error as NodeJS.ErrnoException), io);
      }
      throw error;
    });
}

/** What is not looked at is told. */
function budgetOf(named: string, io: CommandIo): WalkBudget {
  return {
    ...standardBudget,
    onExceeded: () =>
      tell(t('“{0}” has too many files: only a part is checked. Name its folders one by one.', named), io),
  };
}

/** A file that was named must be readable; one that was found is passed over, and told. */
async function read(
  full: string,
  shown: string,
  isNamed: boolean,
  io: CommandIo,
): Promise<TextDocument | undefined> {
  const uri = pathToFileURL(full).href;
  const found = await nodeFiles.readText(uri).catch((error: unknown) => {
    if (isNamed) refuse(shown, error);
    tell(unreadable(shown, error as NodeJS.ErrnoException), io);
    return undefined;
  });
  return found === undefined ? undefined : TextDocument.create(uri, 'yaml', 0, found);
}

function tell(message: string, io: CommandIo): void {
  io.stderr.write(`golden-path: ${oneLine(message)}\n`);
}

function unreadable(named: string, { code, message }: NodeJS.ErrnoException): string {
  return code === undefined
    ? t('“{0}” cannot be read: {1}', named, message)
    : t('“{0}” cannot be read ({1}). Check its permissions.', named, code);
}

export function refuse(named: string, error: unknown): never {
  if (error instanceof UserError || isAbort(error)) throw error;
  const failure = error as NodeJS.ErrnoException;
  throw new UserError(
    'check.unreadable',
    failure.code === 'ENOENT' || failure.code === 'ENOTDIR'
      ? t('There is no file or folder “{0}”. Correct the path.', named)
      : unreadable(named, failure),
    error,
  );
}
