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
 * user), `env` (of the extension host), `gitInit`, `timeoutSeconds`, `endsAlone` (leaves processes that must end by themselves),
 * `hostDies` (kills its extension host once: its window is loaded anew then, and the suite runs again),
 * `host` (`web`: in the browser's extension host, without a machine), `extension` (a folder of the suite with an extension
 * that its tests install: they find the package in GOLDEN_PATH_FIXTURE), `pseudoLocale` (in the language of pseudoLocale.mjs),
 * `needs` (a variable that says where its servers are: without it the suite is left out, unless it is asked for).
 */
export function findSuites(asked) {
  const all = readdirSync(suitesFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && testFiles(entry.name).length > 0)
    .map((entry) => entry.name);
  const unknown = asked.filter((name) => !all.includes(name));
  if (unknown.length > 0)
    throw new Error(`No such suite: ${unknown.join(', ')}. There are: ${all.join(', ')}.`);
  const suites = (asked.length > 0 ? asked : all).map((name) => {
    const file = path.join(suitesFolder, name, 'suite.json');
    const options = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
    return { name, trust: true, settings: {}, env: {}, gitInit: false, timeoutSeconds: 180, ...options };
  });
  return suites.filter(({ needs }) => asked.length > 0 || !needs || process.env[needs]);
}

function testFiles(name) {
  return readdirSync(path.join(suitesFolder, name), { recursive: true }).filter(
    (file) => file.endsWith('.test.ts') && !file.startsWith('workspace'),
  );
}

/** Bundles one suite into out/editor/<name>/index.cjs (index.js for a browser), which exports `run`. */
export async function bundleSuite(suite, { driver, grep = '' } = {}) {
  const web = suite.host === 'web';
  const folder = path.join(root, 'out', 'editor', suite.name);
  const outfile = path.join(folder, web ? 'index.js' : 'index.cjs');
  const requires = testFiles(suite.name).map(
    (file) => `require(${JSON.stringify(`./${suite.name}/${file.split(path.sep).join('/')}`)});`,
  );
  await build({
    stdin: {
      contents: `${web ? "import 'mocha/mocha.js';" : ''} import { runTests } from './${web ? 'runWebTests' : 'runTests'}.ts';\nexport const run = () => runTests(() => { ${requires.join(' ')} });\n`,
      resolveDir: suitesFolder,
      sourcefile: `${suite.name}.index.ts`,
      loader: 'ts',
    },
    outfile,
    bundle: true,
    format: 'cjs',
    sourcemap: 'inline',
    logLevel: 'warning',
    ...(web
      ? forBrowser(driver, grep)
      : { platform: 'node', target: 'node20', external: ['vscode', 'mocha', 'oidc-provider'] }),
  });
  return outfile;
}

const browserAssert = {
  name: 'browser-assert',
  setup(builder) {
    builder.onResolve({ filter: /^node:assert\/strict$/ }, () => ({
      path: 'assert',
      namespace: 'browser-assert',
    }));
    builder.onLoad({ filter: /.*/, namespace: 'browser-assert' }, () => ({
      contents: "export { assert as default } from './support/browserAssert.ts';",
      resolveDir: path.join(root, 'test'),
      loader: 'ts',
    }));
  },
};

/** A browser has no environment: what tests read from it elsewhere is written into the bundle. */
function forBrowser(driver, grep) {
  return {
    platform: 'browser',
    target: 'es2022',
    // Mocha's file takes the module's exports for its own when it is bundled: the suite's are set after it.
    format: 'iife',
    globalName: 'suite',
    footer: { js: 'module.exports = suite;' },
    external: ['vscode'],
    plugins: [browserAssert],
    define: { global: 'globalThis', DRIVER: JSON.stringify(driver), GREP: JSON.stringify(grep) },
  };
}

/** Packs the extension that a suite's tests install; `undefined` when there is none. */
export async function packFixture({ name, extension }, folder) {
  if (!extension) return undefined;
  const source = path.join(suitesFolder, name, extension);
  mkdirSync(folder, { recursive: true });
  cpSync(path.join(source, 'package.json'), path.join(folder, 'package.json'));
  await build({
    entryPoints: [path.join(source, 'main.ts')],
    outfile: path.join(folder, 'main.cjs'),
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    external: ['vscode'],
    logLevel: 'warning',
  });
  const packagePath = path.join(folder, `${name}.vsix`);
  const { createVSIX } = await import('@vscode/vsce');
  await createVSIX({
    cwd: folder,
    packagePath,
    dependencies: false,
    allowMissingRepository: true,
    skipLicense: true,
  });
  return packagePath;
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
