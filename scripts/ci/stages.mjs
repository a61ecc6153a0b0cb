/**
 * The stages of `npm test`, in order. `needs` names stages without which one makes no sense: it then fails unrun. One that
 * mostly waits runs `beside` the next ones, after the others of its sort; one that changes what they read waits till it is
 * `alone`.
 * `run` gives the command; it is asked when the stage's turn comes, because packaging names the file that later stages use.
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

const script = (name, ...args) => [process.execPath, path.join(root, 'scripts', `${name}.mjs`), ...args];
const tool = (...segments) => [process.execPath, path.join(root, 'node_modules', ...segments)];

/** The suites that use the editor's interfaces most; every night `npm run test:oldest` runs the others there, too. */
const onOldest = ['activation', 'delivery', 'manifest', 'smoke', 'startup', 'web'];

/** With the integration tests before them they last as long as all that runs beside them. */
const longSuites = ['everyCommand', 'untrusted', 'walkthrough'];

/** @type {readonly {name: string, needs?: readonly string[], beside?: true, alone?: true, run: () => string[]}[]} */
export const stages = [
  { name: 'generate', run: () => script('generate') },
  { name: 'build', needs: ['generate'], run: () => script('build', '--production') },
  // It builds once more: nothing that reads dist/ may run meanwhile.
  { name: 'package', needs: ['build'], run: () => script('package') },
  { name: 'integration', beside: true, needs: ['build'], run: () => script('test', 'integration') },
  { name: 'contract', beside: true, needs: ['generate'], run: () => script('test', 'contract') },
  {
    name: 'editor-long',
    beside: true,
    needs: ['build'],
    run: () => script('editor-test', '--no-build', ...longSuites),
  },
  { name: 'format', run: () => [...tool('prettier', 'bin', 'prettier.cjs'), '--check', '.'] },
  {
    name: 'lint',
    needs: ['generate'],
    run: () => [...tool('eslint', 'bin', 'eslint.js'), '--max-warnings', '0', '.'],
  },
  { name: 'types', needs: ['generate'], run: () => [...tool('typescript', 'bin', 'tsc'), '--noEmit'] },
  {
    name: 'types-of-pages',
    run: () => [...tool('typescript', 'bin', 'tsc'), '--noEmit', '-p', 'src/webview'],
  },
  { name: 'api', run: () => script('lint-api') },
  { name: 'dead-code', needs: ['generate'], run: () => tool('knip', 'bin', 'knip.js') },
  { name: 'schema-suite', run: () => script('jsonSchemaSuite') },
  { name: 'architecture', needs: ['build'], run: () => script('test', 'architecture') },
  {
    name: 'unit',
    needs: ['generate'],
    run: () => [...tool('c8', 'bin', 'c8.js'), ...script('test', 'unit', '--unbundled')],
  },
  { name: 'fuzz', needs: ['generate'], run: () => script('test', 'fuzz') },
  {
    name: 'editor',
    needs: ['build'],
    run: () => script('editor-test', '--no-build', '--except', longSuites.join()),
  },
  {
    name: 'editor-packaged',
    needs: ['package'],
    run: () => script('editor-test', '--no-build', '--vsix', packagedExtension(), 'smoke', 'web'),
  },
  {
    name: 'editor-oldest',
    needs: ['build'],
    run: () => script('editor-test', '--no-build', '--oldest', ...onOldest),
  },
  { name: 'demo', alone: true, needs: ['build'], run: () => script('demo', '--check', '--no-open') },
];

function packagedExtension() {
  const found = readdirSync(root).filter((file) => /^golden-path-.*\.vsix$/.test(file));
  if (found.length !== 1) throw new Error(`Expected one golden-path-*.vsix, found ${found.length}.`);
  return path.join(root, found[0]);
}
