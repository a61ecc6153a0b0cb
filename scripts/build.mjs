/**
 * Builds dist/: small entries (extension.cjs, server.cjs, cli.cjs; extension.web.cjs and server.web.js for the browser)
 * and the ES modules in dist/lazy/ that they load as they need them; what two of them use is there once. `--watch` rebuilds on change; `--production`
 * minifies. Pages (webviews) are in dist/webview/. Metafiles go to out/meta/, one per entry, `lazy` being all that the extension can load.
 */
import { build, context } from 'esbuild';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  bannerWhereNeeded,
  browserFaces,
  requireBanner,
  vscodeApi,
  workerScript,
} from './build/everywhere.mjs';
import { pageBuild } from './build/pages.mjs';
import { protocolModules } from './build/protocolModules.mjs';
import { protocolParts } from './build/protocolParts.mjs';
import { noticesOf } from './notices.mjs';
import { makeSmaller } from './build/smaller.mjs';
import { undiciParts, writeParser } from './build/undiciParts.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');
const lazyFolder = 'lazy';

/** @type {import('esbuild').BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  minify: production,
  sourcemap: production ? false : 'linked',
  metafile: true,
  legalComments: 'none',
  logLevel: 'warning',
};

/** `import('./x.js')` in the extension's entry becomes an import of dist/lazy/x.js, built apart: a start loads only what it needs. */
function lazyImports(found) {
  return {
    name: 'lazy-imports',
    setup(builder) {
      builder.onResolve({ filter: /^\./ }, ({ path: request, kind, resolveDir }) => {
        if (kind !== 'dynamic-import') return undefined;
        const source = path.resolve(resolveDir, request.replace(/\.js$/, '.ts'));
        const name = lazyName(source);
        found.set(name, source);
        return { path: `./${lazyFolder}/${name}.js`, external: true };
      });
    },
  };
}

function lazyName(source) {
  return path.relative(path.join(root, 'src'), source).replace(/\.ts$/, '').replaceAll(path.sep, '-');
}

async function run(options) {
  const result = await build(options);
  if (watch) await (await context(options)).watch();
  return result.metafile;
}

rmSync(path.join(root, 'dist'), { recursive: true, force: true });
mkdirSync(path.join(root, 'dist'), { recursive: true });
mkdirSync(path.join(root, 'out/meta'), { recursive: true });

const found = new Map();
const entry = await run({
  ...common,
  entryPoints: { extension: 'src/extension.ts' },
  outdir: 'dist',
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  external: ['vscode'],
  plugins: [lazyImports(found)],
});
// Run by git, which asks through it: one file without others beside it.
const askpass = await run({
  ...common,
  entryPoints: { askpass: 'src/platform/gitops/askpassProgram.ts' },
  outdir: 'dist',
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
});
const webEntry = await run({
  ...common,
  entryPoints: { 'extension.web': 'src/extension.web.ts' },
  outdir: 'dist',
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  platform: 'browser',
  external: ['vscode'],
});
// A browser's modules are named by their address, which only the running extension knows: both are built under these names.
const browserModules = [
  { name: 'web', source: path.join(root, 'src/editor/webApp.ts') },
  { name: 'web-server', source: path.join(root, 'src/server/browser.ts') },
];
writeFileSync(path.join(root, 'dist/server.web.js'), workerScript);
const pages = await run(pageBuild(root, common));
// These are modules from their first line on: a second copy of an error class in the entry would not be the same class.
const programs = [
  { name: 'server', source: path.join(root, 'src/server/node.ts'), head: '' },
  { name: 'cli', source: path.join(root, 'src/cli/main.ts'), head: '#!/usr/bin/env node\n' },
];
for (const { name, source, head } of programs) {
  const code = `${head}import('./${lazyFolder}/${lazyName(source)}.js');\n`;
  writeFileSync(path.join(root, 'dist', `${name}.cjs`), code, { mode: 0o755 });
}
const lazy = new Map([
  ...found,
  ...[...programs, ...browserModules].map(({ source }) => [lazyName(source), source]),
]);
const modules = await run({
  ...common,
  entryPoints: Object.fromEntries(lazy),
  outdir: `dist/${lazyFolder}`,
  format: 'esm',
  // Module scripts are read as UTF-8 everywhere: “ needs no escape.
  charset: 'utf8',
  splitting: true,
  chunkNames: '[hash]',
  // Its CommonJS face, which Node prefers, is all or nothing.
  alias: { cockatiel: path.join(root, 'node_modules/cockatiel/dist/esm/index.js') },
  // In packages it would be passed over: a name that a module told back by protocolModules does not give.
  logOverride: { 'import-is-undefined': 'error' },
  // Not .mjs: the editor's own web server gives a browser only .js as JavaScript.
  banner: { js: requireBanner },
  plugins: [
    browserFaces(root),
    vscodeApi(root),
    undiciParts(root),
    protocolParts,
    protocolModules,
    bannerWhereNeeded,
  ],
});

if (production) {
  for (const folder of [lazyFolder, 'webview']) await makeSmaller(path.join(root, 'dist', folder));
}
writeParser(root, path.join(root, 'dist', lazyFolder));

/** The part of the modules that these can load, at once or later. */
function reachable(names) {
  const seen = new Set();
  const pending = names.map((name) => `dist/${lazyFolder}/${name}.js`);
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    pending.push(
      ...modules.outputs[file].imports.filter(({ external }) => !external).map((found) => found.path),
    );
  }
  const outputs = Object.fromEntries([...seen].map((file) => [file, modules.outputs[file]]));
  const inputs = Object.fromEntries(
    Object.values(outputs)
      .flatMap((output) => Object.keys(output.inputs))
      .map((file) => [file, modules.inputs[file]]),
  );
  return { inputs, outputs };
}

const metafiles = {
  extension: entry,
  lazy: reachable([...found.keys()]),
  'web-entry': webEntry,
  askpass,
  pages,
  ...Object.fromEntries(
    [...programs, ...browserModules].map(({ name, source }) => [name, reachable([lazyName(source)])]),
  ),
};
for (const [name, metafile] of Object.entries(metafiles)) {
  writeFileSync(path.join(root, 'out/meta', `${name}.json`), JSON.stringify(metafile));
}
writeFileSync(path.join(root, 'dist', 'THIRD_PARTY_NOTICES.txt'), noticesOf(Object.values(metafiles), root));
