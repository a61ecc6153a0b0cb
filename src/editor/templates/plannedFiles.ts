import { collision, isDelicate, pathFault, type PathFault } from '../../base/safePath.js';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import { isSchema } from '../../model/form/schemaParts.js';
import type { FileChange } from '../../model/run.js';

const mostFiles = 2_000;
const mostBytes = 50 * 1024 * 1024;

/** A file as it is to be on disk. */
export interface PlannedFile {
  /** Below the chosen folder, with `/`. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly isExecutable: boolean;
  readonly isDelicate: boolean;
}

/** The files of a plan or a result, each checked. Throws `UserError` for the whole when one may not be written. */
export function plannedFiles(files: readonly FileChange[]): readonly PlannedFile[] {
  const kept = files.filter(({ action }) => action !== 'Delete');
  for (const { path } of kept) {
    const fault = pathFault(path);
    if (fault) {
      throw refused(t('The template wants to write “{0}”, {1}. Nothing was written.', path, whyNot(fault)));
    }
  }
  const clash = collision(kept.map(({ path }) => path));
  if (clash) {
    throw refused(
      t(
        'The template wants to write both “{0}” and “{1}”, which are one file on some systems. Nothing was written.',
        ...clash,
      ),
    );
  }
  const read = kept.map((file) => ({
    path: file.path,
    bytes: bytesOf(file),
    isExecutable: file.executable === true,
    isDelicate: isDelicate(file.path),
  }));
  const size = read.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (read.length > mostFiles || size > mostBytes) {
    throw refused(
      t('The template wants to write more than {0} files or 50 MB. Nothing was written.', mostFiles),
    );
  }
  return read;
}

/** The files among what an operation made; `undefined` where it made none. */
export function filesOfResult(
  result: Readonly<Record<string, unknown>> | undefined,
): readonly FileChange[] | undefined {
  const files = result?.['files'];
  if (!Array.isArray(files)) return undefined;
  return files.filter(isSchema).flatMap(({ path, action, content, encoding, executable }) =>
    typeof path === 'string'
      ? [
          {
            path,
            action: typeof action === 'string' ? action : 'Create',
            ...(typeof content === 'string' && { content }),
            ...(typeof encoding === 'string' && { encoding }),
            ...(executable === true && { executable }),
          },
        ]
      : [],
  );
}

function bytesOf({ content = '', encoding }: FileChange): Uint8Array {
  return encoding === 'base64' ? Buffer.from(content, 'base64') : new TextEncoder().encode(content);
}

function refused(message: string): UserError {
  return new UserError('template.file-refused', message);
}

function whyNot(fault: PathFault): string {
  switch (fault) {
    case 'absolute':
      return t('which is not in the chosen folder but absolute');
    case 'outside':
      return t('which leads out of the chosen folder');
    case 'repository':
      return t('which belongs to git itself');
    case 'long':
      return t('which is too long');
    default:
      return t('which is no good name of a file everywhere');
  }
}
