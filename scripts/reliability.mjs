/**
 * Runs the fault matrix and writes what came out into the table of docs/reliability.md. The same run in `npm test`
 * compares instead.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = spawnSync(
  process.execPath,
  [path.join(root, 'scripts', 'test.mjs'), 'integration', '--grep', 'the fault matrix'],
  { cwd: root, stdio: 'inherit', env: { ...process.env, GOLDEN_PATH_WRITE_RELIABILITY: '1' } },
);
process.exit(run.status ?? 1);
