import { chmod, mkdir, open, readFile, rename, unlink } from 'node:fs/promises';
import path from 'node:path';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import type { SecretSlot } from './accounts.js';

/** A secret in a file that only its owner reads and writes (0600), replaced as a whole. */
export function fileSlot(file: string): SecretSlot {
  return {
    async read() {
      try {
        return await readFile(file, 'utf8');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw unusable(file, error);
      }
    },
    async write(text) {
      try {
        if (text === undefined) await unlink(file);
        else await replace(file, text);
      } catch (error) {
        if (text === undefined && (error as NodeJS.ErrnoException).code === 'ENOENT') return;
        throw unusable(file, error);
      }
    },
  };
}

async function replace(file: string, text: string): Promise<void> {
  const folder = path.dirname(file);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  const draft = `${file}.${crypto.randomUUID()}`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch (error) {
    await unlink(draft).catch(() => undefined);
    throw error;
  }
}

function unusable(file: string, error: unknown): UserError {
  const { code = '' } = error as NodeJS.ErrnoException;
  return new UserError(
    'sign-in.store',
    t('Sign-ins are kept in {0}, which cannot be used ({1}). Check its permissions.', file, code),
    error,
  );
}
