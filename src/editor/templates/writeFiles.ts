import { constants } from 'node:fs';
import { lstat, mkdir, open, readFile, realpath, rename, rm, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import type { PlannedFile } from './plannedFiles.js';

/** What is in the place of a file now; `undefined` where nothing is. Throws `UserError` for what is no plain file. */
export async function existing(
  folder: string,
  file: Pick<PlannedFile, 'path'>,
): Promise<Uint8Array | undefined> {
  const place = path.join(folder, ...file.path.split('/'));
  const found = await lstat(place).catch(() => undefined);
  if (!found) return undefined;
  if (!found.isFile()) throw notPlain(file.path);
  return readFile(place);
}

/**
 * Writes files below a folder, which is made if it is not there, and nowhere else: no link is followed, whatever changes
 * meanwhile. Only the files named in `replaced` may be there before. When one fails, all is as it was.
 */
export async function writeFiles(
  folder: string,
  files: readonly PlannedFile[],
  replaced: ReadonlySet<string> = new Set(),
): Promise<void> {
  const made: string[] = [];
  const before: (readonly [string, PlannedFile])[] = [];
  const madeFolders: string[] = [];
  try {
    // The folder itself is the person's choice, and may be a link.
    const chosen = await stat(folder).catch(() => undefined);
    if (!chosen?.isDirectory() && (await makeFolder(folder, folder))) madeFolders.push(folder);
    const root = await realpath(folder);
    for (const file of files) {
      const names = file.path.split('/');
      let at = root;
      for (const name of names.slice(0, -1)) {
        at = path.join(at, name);
        if (await makeFolder(at, file.path)) madeFolders.push(at);
      }
      const place = path.join(at, names.at(-1) ?? '');
      if (replaced.has(file.path)) {
        const old = await existing(root, file);
        await replace(place, file);
        if (old) before.push([place, { ...file, bytes: old }]);
        else made.push(place);
      } else {
        await create(place, file);
        made.push(place);
      }
    }
  } catch (error) {
    for (const [place, old] of before.reverse()) await replace(place, old);
    for (const place of made.reverse()) await rm(place, { force: true });
    for (const place of madeFolders.reverse()) await rmdir(place).catch(() => undefined);
    throw error;
  }
}

/** Whether it was made. Throws for what is there and no real folder. */
async function makeFolder(place: string, shown: string): Promise<boolean> {
  const found = await lstat(place).catch(() => undefined);
  if (!found) {
    await mkdir(place);
    return true;
  }
  if (!found.isDirectory()) throw notPlain(shown);
  return false;
}

/** A file that is not there yet: the system itself refuses another one, and a link. */
async function create(place: string, { path: shown, bytes, isExecutable }: PlannedFile): Promise<void> {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const handle = await open(place, flags, isExecutable ? 0o755 : 0o644).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw isThere(shown);
    throw error;
  });
  try {
    // A folder above may have become a link since it was looked at: then the empty file goes again.
    if ((await realpath(place)) !== place) {
      await rm(place, { force: true });
      throw notPlain(shown);
    }
    await handle.writeFile(bytes);
  } finally {
    await handle.close();
  }
}

/** Beside the old file first, then in its place: nobody sees half of it. */
async function replace(place: string, file: PlannedFile): Promise<void> {
  const found = await lstat(place).catch(() => undefined);
  if (found && !found.isFile()) throw notPlain(file.path);
  const beside = `${place}.${crypto.randomUUID()}.tmp`;
  await create(beside, file);
  try {
    await rename(beside, place);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

function notPlain(shown: string): UserError {
  return new UserError(
    'template.file-link',
    t(
      '“{0}” is not written: a link or something else is in its way. Nothing was kept of what was written.',
      shown,
    ),
  );
}

function isThere(shown: string): UserError {
  return new UserError(
    'template.file-there',
    t('“{0}” is there already. Nothing was kept of what was written.', shown),
  );
}
