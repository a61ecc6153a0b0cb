/** Runs the suites against a real Backstage backend: `npm run test:backstage [-- mocha options]`. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { provideBackstage } from './backstage/install.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { folder, node } = await provideBackstage();
const { status } = spawnSync(
  process.execPath,
  ['scripts/test.mjs', 'integration/backstage', ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, GOLDEN_PATH_BACKSTAGE: folder, GOLDEN_PATH_BACKSTAGE_NODE: node },
  },
);
process.exit(status ?? 1);
