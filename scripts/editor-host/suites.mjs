/** The suites under test/editor: their settings, their workspaces, and the bundle that runs in the extension host. */
import { build } from 'esbuild';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');
const suitesFolder = path.join(root, 'test', 'editor');

/**
 * The suites asked for, all when none is. `suite.json` may hold: `trust` (false: Restricted Mode), `settings` (of the
 * user), `env` (of the extension host), `gitInit`, `timeoutSeconds`, `endsAlone` (leaves processes that must end by themselves).
 */
export function findSuites(asked) {
  const all = readdirSync(suitesFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && testFiles(entry.name).length > 0)
    .map((entry) => entry.name);
  const unknown = asked.filter((name) => !all.includes(name));
  if (unknown.length > 0)
    throw new Error(`No such suite: ${unknown.join(', ')}. There are: ${all.join(', ')}.`);
  return (asked.length > 0 ? asked : all).map((name) => {
    const file = path.join(suitesFolder, name, 'suite.json');
    const options = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
    return { name, trust: true, settings: {}, env: {}, gitInit: false, timeoutSeconds: 180, ...options };
  });
}

function testFiles(name) {
  return readdirSync(path.join(suitesFolder, name), { recursive: true }).filter(
    (file) => file.endsWith('.test.ts') && !file.startsWith('workspace'),
  );
}

/** Bundles one suite into out/editor/<name>/index.cjs, which exports `run`. */
export async function bundleSuite({ name }) {
  const outfile = path.join(root, 'out', 'editor', name, 'index.cjs');
  const requires = testFiles(name).map(
    (file) => `require(${JSON.stringify(`./${name}/${file.split(path.sep).join('/')}`)});`,
  );
  await build({
    stdin: {
      contents: `import { runTests } from './runTests.ts';\nexport const run = () => runTests(() => { ${requires.join(' ')} });\n`,
      resolveDir: suitesFolder,
      sourcefile: `${name}.index.ts`,
      loader: 'ts',
    },
    outfile,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return outfile;
}

/** A fresh copy of the suite's workspace that tests may change; a git repository with one commit when asked for. */
export function copyWorkspace({ name, gitInit }, target) {
  mkdirSync(target, { recursive: true });
  const source = path.join(suitesFolder, name, 'workspace');
  if (existsSync(source)) cpSync(source, target, { recursive: true });
  if (gitInit) initRepository(target);
  return target;
}

/** Makes a folder a git repository with one commit. */
export function initRepository(folder) {
  const identity = [
    '-c',
    'user.name=Golden Path',
    '-c',
    'user.email=demo@example.com',
    '-c',
    'commit.gpgsign=false',
  ];
  for (const args of [
    ['init', '-q', '-b', 'main'],
    ['add', '-A'],
    [...identity, 'commit', '-q', '-m', 'Start'],
  ]) {
    const { status, stderr } = spawnSync('git', args, { cwd: folder });
    if (status !== 0) throw new Error(`git ${args.join(' ')} failed in ${folder}: ${String(stderr)}`);
  }
}
