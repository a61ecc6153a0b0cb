import { chmod, mkdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import { expand } from '../manifest/placeholders.js';
import type { Launch } from './launch.js';
import type { LaunchFile } from './launchFiles.js';

/** Writes the files and makes the folders that a launch needs; `code` is the release's folder. Throws `UserError`. */
export async function writeFiles(launch: Launch, code: string): Promise<void> {
  for (const { files, mounts } of launch.processes) {
    for (const { folder } of mounts) await mkdir(folder, { recursive: true });
    for (const file of files) {
      const bytes = await bytesOf(file, code);
      await mkdir(path.dirname(file.path), { recursive: true, mode: 0o700 });
      // A read-only file of the deployment before cannot be written over.
      await rm(file.path, { force: true });
      await writeFile(file.path, bytes, { mode: 0o600 });
      await chmod(file.path, file.mode);
    }
  }
}

async function bytesOf({ target, content }: LaunchFile, code: string): Promise<Buffer> {
  if (content.kind === 'text') return Buffer.from(content.text);
  if (content.kind === 'base64') return Buffer.from(content.base64, 'base64');
  const bytes = await readInside(code, content.source);
  if (!content.resolve) return bytes;
  const source = bytes.toString('utf8');
  const { text, problems } = expand(source, content.resolve);
  const [problem] = problems;
  if (problem !== undefined) {
    throw new UserError(
      'local.file-not-filled',
      t('The file {0} cannot be filled from {1}: {2}.', target, content.source, problem),
    );
  }
  // Bytes that are not text stay as they are.
  return text === source ? bytes : Buffer.from(text);
}

async function readInside(folder: string, file: string): Promise<Buffer> {
  const root = await realpath(folder);
  try {
    const full = await realpath(path.resolve(root, file));
    if (full.startsWith(root + path.sep)) return await readFile(full);
  } catch {
    // The sentence below is the same for a file that is not there.
  }
  throw new UserError(
    'local.file-source-missing',
    t('The release has no file {0}; a file’s source is a path inside the service’s folder.', file),
  );
}
