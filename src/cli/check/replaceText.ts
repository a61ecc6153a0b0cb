import { randomUUID } from 'node:crypto';
import { chmod, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { t } from '../../base/l10n.js';

const byteOrderMark = '\uFEFF';

/**
 * Puts `after` in the place of `before`, in one step, keeping the mark at its begin, its mode, and the link that leads
 * to it. Returns why it did not; then the file is as it was.
 */
export async function replaceText(file: string, before: string, after: string): Promise<string | undefined> {
  const target = await realpath(file).catch(() => file);
  const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${randomUUID()}.tmp`);
  try {
    const bytes = await readFile(target);
    const old = bytes.toString('utf8');
    if (!Buffer.from(old, 'utf8').equals(bytes)) return t('it is not in UTF-8.');
    const mark = old.startsWith(byteOrderMark) ? byteOrderMark : '';
    if (old.slice(mark.length) !== before) return t('it was changed meanwhile.');
    const { mode } = await stat(target);
    if ((mode & 0o222) === 0) return t('it is read-only.');
    await writeFile(temporary, mark + after, { flag: 'wx', mode });
    // What the process masks off when it makes a file is given back.
    await chmod(temporary, mode);
    await rename(temporary, target);
    return undefined;
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    const { code, message } = error as NodeJS.ErrnoException;
    return t('it cannot be written ({0}).', code ?? message);
  }
}
