import { readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { t } from '../base/l10n.js';
import { UserError } from '../model/errors.js';

const maxTokenLength = 64 * 1024;

/** The token in a file. Throws `UserError` when it cannot be read or is empty. */
export async function readTokenFile(file: string): Promise<string> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new UserError(
      'cli.token-file',
      t('The token file {0} cannot be read ({1}). Check the path and its permissions.', file, code),
      error,
    );
  }
  const token = text.trim();
  if (token === '') throw new UserError('cli.token-file', t('The token file {0} is empty.', file));
  return token;
}

/** The token that comes through standard input. Throws `UserError` when nothing comes. */
export async function readTokenStream(input: Readable | undefined): Promise<string> {
  let text = '';
  for await (const chunk of input ?? []) {
    text += String(chunk);
    if (text.length > maxTokenLength) break;
  }
  const token = text.trim();
  if (token !== '' && token.length <= maxTokenLength) return token;
  throw new UserError(
    'cli.token-stdin',
    t('No token came through standard input. Pipe it in: golden-path … --token-stdin < FILE'),
  );
}
