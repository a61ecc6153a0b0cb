/**
 * Runs the suites against a real Backstage backend: `npm run test:backstage`. With mocha's options only those of the
 * adapter, with `--editor` only that of the editor. `--record` writes down what the backend answers, for the suites that
 * `npm test` runs without one (test/integration/backstage/recordings).
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { provideBackstage } from './backstage/install.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { folder, node } = await provideBackstage();
const given = process.argv.slice(2).filter((option) => option !== '--record');
const records = process.argv.includes('--record');
const env = {
  ...process.env,
  GOLDEN_PATH_BACKSTAGE: folder,
  GOLDEN_PATH_BACKSTAGE_NODE: node,
  ...(records && { GOLDEN_PATH_BACKSTAGE_RECORD: '1' }),
};

/** Runs a script of this folder; gives whether it went well. */
function passes(script, args) {
  const { status } = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit', env });
  return status === 0;
}

const onlyEditor = given.includes('--editor');
const adapters = onlyEditor || passes('scripts/test.mjs', ['integration/backstage', ...given]);
// Options are those of mocha: with them somebody looks at some of the adapter's tests.
const editor =
  records || (given.length > 0 && !onlyEditor) || passes('scripts/editor-test.mjs', ['backstage']);
process.exit(adapters && editor ? 0 : 1);
