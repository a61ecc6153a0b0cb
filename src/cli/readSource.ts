import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { t } from '../base/l10n.js';
import { UserError } from '../model/errors.js';
import { refuse } from './check/sources.js';
import type { CommandIo } from './command.js';

/** A text that a person names, and where it is. */
export interface NamedText {
  readonly uri: string;
  readonly text: string;
}

/** The text of a file; `-` is standard input. Throws `UserError` for what cannot be read. */
export async function readSource(named: string, io: CommandIo): Promise<NamedText> {
  if (named === '-') {
    if (!io.stdin) throw new UserError('cli.stdin', t('There is no standard input to read.'));
    const chunks: string[] = [];
    for await (const chunk of io.stdin.setEncoding('utf8')) chunks.push(chunk as string);
    const uri = pathToFileURL(path.join(io.cwd, 'stdin.yaml')).href;
    return { uri, text: chunks.join('').replace(/^\uFEFF/, '') };
  }
  const full = path.resolve(io.cwd, named);
  const text = await readFile(full, 'utf8').catch((error: unknown) => refuse(named, error));
  return { uri: pathToFileURL(full).href, text: text.replace(/^\uFEFF/, '') };
}
