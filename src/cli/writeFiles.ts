import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { t } from '../base/l10n.js';
import { UserError } from '../model/errors.js';
import type { CommandIo } from './command.js';

/** A file by its path below a folder. */
export interface NewFile {
  readonly name: string;
  readonly text: string;
}

/**
 * Writes files into a folder and prints their names. All or none: nothing is written when one of the files is there and
 * must not be written over. Throws `UserError`.
 */
export async function writeFiles(
  files: readonly NewFile[],
  folder: string,
  force: boolean,
  io: CommandIo,
): Promise<void> {
  const targets = files.map(({ name, text }) => ({ file: path.join(folder, name), text }));
  const there: string[] = [];
  for (const { file } of targets) {
    if (
      !force &&
      (await readFile(file).then(
        () => true,
        () => false,
      ))
    ) {
      there.push(file);
    }
  }
  if (there.length > 0) {
    throw new UserError(
      'cli.exists',
      t('{0} is there already and nothing was written. Give --force, or another folder.', there.join(', ')),
    );
  }
  try {
    for (const { file, text } of targets) {
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text, { flag: force ? 'w' : 'wx' });
      io.stdout.write(`${path.relative(io.cwd, file).replaceAll(path.sep, '/')}\n`);
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UserError(
      'cli.output',
      t('The files cannot be written to {0} ({1}).', folder, code ?? message),
      error,
    );
  }
}
