import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { engines } from '../fixture.js';
import { git } from '../git/git.js';

/** Pushes files, each by its path, to the configuration repository. What is there already is left as it is. */
export async function pushFiles(files: Readonly<Record<string, string>>, message: string): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'golden-path-push-'));
  try {
    const work = path.join(folder, 'work');
    await git(folder, ['clone', '--quiet', engines().git.repository, work]);
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(work, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    await git(work, ['add', '--all']);
    await git(work, ['commit', '--quiet', '--allow-empty', '--message', message]);
    await git(work, ['push', '--quiet', 'origin', 'HEAD:main']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
