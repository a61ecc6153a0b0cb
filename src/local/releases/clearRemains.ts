import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';

/** Removes what a platform that was killed left half made: captures under way, half copies, files of instances. */
export async function clearRemains(dataDir: string): Promise<void> {
  await rm(path.join(dataDir, 'files'), { recursive: true, force: true });
  for (const [folder, half] of [
    ['releases', /^\.incoming-/],
    ['dependencies', /\.[0-9a-f-]{36}$/],
    ['.', /\.tmp$/],
  ] as const) {
    const names = await readdir(path.join(dataDir, folder)).catch(() => []);
    for (const name of names.filter((item) => half.test(item))) {
      await rm(path.join(dataDir, folder, name), { recursive: true, force: true });
    }
  }
}
