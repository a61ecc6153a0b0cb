import { mkdir, readdir, realpath, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import type { TemplateFile } from './gallery.js';

/** The folder that files will be written to: new or empty, below one that exists. Throws `UserError`. */
export async function targetFolder(folder: string): Promise<string> {
  if (!path.isAbsolute(folder)) {
    throw new UserError(
      'local.folder-relative',
      t('Give the absolute path of the folder, not "{0}".', folder),
    );
  }
  const parent = await realpath(path.dirname(folder)).catch(() => undefined);
  if (parent === undefined) {
    throw new UserError(
      'local.folder-missing',
      t('There is no folder {0}: make it first.', path.dirname(folder)),
    );
  }
  const target = path.join(parent, path.basename(folder));
  const found = await stat(target).catch(() => undefined);
  if (found && (!found.isDirectory() || (await readdir(target)).length > 0)) {
    throw new UserError(
      'local.folder-taken',
      t('{0} is there already and not empty: choose another folder.', target),
    );
  }
  return target;
}

/** Writes the files below a folder and nowhere else; what was written is taken away when one fails. */
export async function writeScaffold(folder: string, files: readonly TemplateFile[]): Promise<void> {
  const isNew = (await stat(folder).catch(() => undefined)) === undefined;
  await mkdir(folder, { recursive: true });
  const root = await realpath(folder);
  try {
    for (const file of files) {
      const place = path.resolve(root, file.path);
      if (!place.startsWith(root + path.sep)) {
        throw new UserError('local.file-outside', t('The file {0} leads out of the folder.', file.path));
      }
      await mkdir(path.dirname(place), { recursive: true });
      await writeFile(place, file.content, { flag: 'wx' });
    }
  } catch (error) {
    for (const name of await readdir(root)) await rm(path.join(root, name), { recursive: true, force: true });
    if (isNew) await rm(root, { recursive: true, force: true });
    throw error;
  }
}
