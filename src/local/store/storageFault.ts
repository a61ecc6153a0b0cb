import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';

const full = new Set(['ENOSPC', 'EDQUOT']);
const closed = new Set(['EROFS', 'EACCES', 'EPERM']);
/** Calls of the file system; the same codes come from programs and sockets, too. */
const calls = new Set([
  'open',
  'write',
  'fsync',
  'fdatasync',
  'ftruncate',
  'mkdir',
  'rename',
  'link',
  'chmod',
  'copyfile',
]);

/** What the system means when it refuses to keep something in the data folder; `undefined` for any other error. */
export function storageFault(error: unknown): UserError | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  if (!('syscall' in error) || !calls.has(String(error.syscall))) return undefined;
  if (full.has(error.code)) {
    return new UserError(
      'local.disk-full',
      t('The disk of the data folder is full. Free some space, then try again.'),
      error,
    );
  }
  if (!closed.has(error.code)) return undefined;
  return new UserError(
    'local.data-folder',
    t(
      'The data folder cannot be written ({0}). Make it writable, or choose another one with --data.',
      error.code,
    ),
    error,
  );
}
