/**
 * Builds dist/: extension.cjs (what activation loads) with its lazy ES modules in dist/lazy/, server.cjs and cli.cjs.
 * `--watch` rebuilds on change; `--production` minifies. Metafiles go to out/meta/ for the size budgets.
 */
import { build, context } from 'esbuild';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { noticesOf } from './notices.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');

/** @type {import('esbuild').BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  minify: production,
  keepNames: false,
  sourcemap: production ? false : 'linked',
  metafile: true,
  legalComments: 'none',
  logLevel: 'warning',
};

/** `import('./x.js')` in the entry becomes an import of dist/lazy/x.mjs, built apart, so that activation loads only what registers. */
const lazyFolder = 'lazy';
function lazyImports(found) {
  return {
    name: 'lazy-imports',
    setup(builder) {
      builder.onResolve({ filter: /^\./ }, ({ path: request, kind, resolveDir }) => {
        if (kind !== 'dynamic-import') return undefined;
        const source = path.resolve(resolveDir, request.replace(/\.js$/, '.ts'));
        const name = path
          .relative(path.join(root, 'src'), source)
          .replace(/\.ts$/, '')
          .replaceAll(path.sep, '-');
        found.set(name, source);
        return { path: `./${lazyFolder}/${name}.mjs`, external: true };
      });
    },
  };
}

async function run(options) {
  if (!watch) return (await build(options)).metafile;
  const watching = await context(options);
  await watching.watch();
  return undefined;
}

rmSync(path.join(root, 'dist'), { recursive: true, force: true });
const metafiles = {};

if (existsSync(path.join(root, 'src/extension.ts'))) {
  const lazy = new Map();
  const entry = {
    ...common,
    entryPoints: { extension: 'src/extension.ts' },
    outdir: 'dist',
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    external: ['vscode'],
    plugins: [lazyImports(lazy)],
  };
  metafiles.extension = (await build(entry)).metafile;
  if (watch) await run(entry);
  if (lazy.size > 0) {
    metafiles.lazy = await run({
      ...common,
      entryPoints: Object.fromEntries(lazy),
      outdir: `dist/${lazyFolder}`,
      format: 'esm',
      splitting: true,
      outExtension: { '.js': '.mjs' },
      external: ['vscode'],
      // CommonJS dependencies inside an ES module still call require (for vscode and Node built-ins).
      banner: { js: "import{createRequire as $cr}from'node:module';const require=$cr(import.meta.url);" },
    });
  }
}

for (const [name, source, banner] of [
  ['server', 'src/server/node.ts', ''],
  ['cli', 'src/cli/main.ts', '#!/usr/bin/env node'],
]) {
  if (!existsSync(path.join(root, source))) continue;
  metafiles[name] = await run({
    ...common,
    entryPoints: { [name]: source },
    outdir: 'dist',
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    banner: banner ? { js: banner } : {},
  });
}

mkdirSync(path.join(root, 'dist'), { recursive: true });
mkdirSync(path.join(root, 'out/meta'), { recursive: true });
for (const [name, metafile] of Object.entries(metafiles)) {
  if (metafile) writeFileSync(path.join(root, 'out/meta', `${name}.json`), JSON.stringify(metafile));
}
writeFileSync(
  path.join(root, 'dist', 'THIRD_PARTY_NOTICES.txt'),
  noticesOf(Object.values(metafiles).filter(Boolean), root),
);
