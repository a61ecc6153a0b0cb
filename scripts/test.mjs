/**
 * Bundles the mocha suites of one folder under test/ and runs them: `node scripts/test.mjs <suite> [mocha options]`.
 * They run from out/test/<suite> with source maps, so that the same files run on Node 20 and newer. With `--unbundled`
 * every module stays a file of its own, for coverage.
 */
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { unbundled } from './test/unbundled.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const [suite, ...givenOptions] = process.argv.slice(2);
const apart = givenOptions.includes('--unbundled');
const mochaOptions = givenOptions.filter((option) => option !== '--unbundled');
if (!suite || !existsSync(path.join(root, 'test', suite))) {
  process.stderr.write('Name a folder under test/: node scripts/test.mjs unit\n');
  process.exit(2);
}

const folder = path.join(root, 'test', suite);
// Without the servers every test of them would be passed over one by one.
const isWithout = suite === 'integration' && process.env.GOLDEN_PATH_ENGINES === undefined;
if (isWithout) {
  process.stdout.write(
    'Passed over: test/integration/{engines,prometheus} (npm run test:engines starts their servers).\n',
  );
}
const entryPoints = readdirSync(folder, { recursive: true })
  .filter((file) => file.endsWith('.test.ts') && !(isWithout && /^(engines|prometheus)\b/.test(file)))
  .map((file) => path.join(folder, file));
const outdir = path.join(root, 'out', apart ? 'unbundled' : 'test', apart ? '' : suite);
rmSync(outdir, { recursive: true, force: true });
await build({
  entryPoints,
  outdir,
  outbase: folder,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  sourcemap: 'linked',
  outExtension: { '.js': '.mjs' },
  logLevel: 'warning',
  ...(apart && unbundled(root)),
});

const mocha = path.join(root, 'node_modules', 'mocha', 'bin', 'mocha.js');
const run = spawnSync(
  process.execPath,
  [
    '--enable-source-maps',
    mocha,
    '--recursive',
    '--extension',
    'mjs',
    // No test measures time: one that takes longer hangs, also on a machine that does ten things at once.
    '--timeout',
    '20000',
    '--require',
    path.join(root, 'scripts', 'test', 'hooks.mjs'),
    // Real processes and real time: on a machine that is held up a test may be tried again, which is told.
    ...(process.env.CI && suite === 'integration' ? ['--retries', '1'] : []),
    ...mochaOptions,
    apart ? path.join(outdir, 'test', suite) : outdir,
  ],
  { cwd: root, stdio: 'inherit', env: { ...process.env, GOLDEN_PATH_ROOT: root } },
);
process.exit(run.status ?? 1);
