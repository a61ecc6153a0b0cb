/**
 * Runs the suites against the real servers that companies run: `npm run test:engines`. It starts Backstage, Kubernetes, Argo
 * CD, a git server and Prometheus once on loopback and tells the suites where they are. With mocha's options only those of the
 * adapters, with `--editor` only that of the editor. Without Go there is nothing to run, which it says.
 */
import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadFixture, root } from './engines/bundle.mjs';
import { provideEngines, whyNoEngines } from './engines/install.mjs';

const given = process.argv.slice(2);
const onlyEditor = given.includes('--editor');
const reason = whyNoEngines();
if (reason) {
  process.stdout.write(`Skipped, no server was started. ${reason}\n`);
  process.exit(0);
}

let running;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => end(130));
const installed = await provideEngines();
const { startEngines } = await loadFixture();
process.stdout.write('Starting Kubernetes, Argo CD, Prometheus and Backstage on loopback …\n');
const started = Date.now();
running = await startEngines({ installed, root });
process.stdout.write(`  started and seeded in ${Math.round((Date.now() - started) / 1000)} s\n`);
const file = path.join(running.addresses.folder, 'engines.json');
writeFileSync(file, JSON.stringify(running.addresses), { mode: 0o600 });

// What is seeded is looked at before anything changes it.
const first = ['--file', path.join(root, 'out', 'test', 'integration', 'engines', 'fixture.test.mjs')];
const adapters = onlyEditor || (await passes('test', ['integration/engines', ...first, ...given]));
await end(adapters && (await editorPasses()) ? 0 : 1);

/** Options are those of mocha: with them somebody looks at some of the adapters' tests. */
async function editorPasses() {
  if (given.length > 0 && !onlyEditor) return true;
  if (existsSync(path.join(root, 'test', 'editor', 'enginesReal'))) {
    return passes('editor-test', ['enginesReal']);
  }
  process.stdout.write('There is no suite of the editor for these servers.\n');
  return true;
}

/** Runs a script of this folder, while the servers go on here; gives whether it went well. */
function passes(script, args) {
  const command = [path.join(root, 'scripts', `${script}.mjs`), ...args];
  const kustomize = path.join(installed.bin, 'kustomize');
  const { folder, node } = installed.backstage;
  const env = {
    ...process.env,
    GOLDEN_PATH_ENGINES: file,
    GOLDEN_PATH_KUSTOMIZE: kustomize,
    // Suites that need a catalogue of their own start it.
    GOLDEN_PATH_BACKSTAGE: folder,
    GOLDEN_PATH_BACKSTAGE_NODE: node,
  };
  const child = spawn(process.execPath, command, { cwd: root, stdio: 'inherit', env });
  return new Promise((resolve) => child.once('close', (code) => resolve(code === 0)));
}

async function end(code) {
  await running?.stop();
  process.exit(code);
}
