/**
 * Kills the local platform some hundred times at random points and checks that nothing is lost, doubled or left over:
 * `node scripts/endure.mjs [kills] [seed]`. The tests do the same a few times.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const [kills = '300', seed] = process.argv.slice(2);
const root = fileURLToPath(new URL('..', import.meta.url));
const run = spawnSync(
  process.execPath,
  [path.join(root, 'scripts', 'test.mjs'), 'integration', '--grep', 'killed at any point'],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, GOLDEN_PATH_KILLS: kills, ...(seed !== undefined && { GOLDEN_PATH_SEED: seed }) },
  },
);
process.exitCode = run.status ?? 1;
