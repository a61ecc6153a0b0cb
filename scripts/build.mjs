/**
 * Builds dist/: extension.cjs (what activation loads), server.cjs and cli.cjs, and the ES modules they load on demand in
 * dist/lazy/.
 * `--watch` rebuilds on change; `--production` minifies. Metafiles go to out/meta/ for the size budgets.
 */
import { build, context } from 'esbuild';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
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

/** What starts each program; all that is loaded on demand is built together below, so that no code is shipped twice. */
const programs = {
  extension: { entryPoints: { extension: 'src/extension.ts' } },
  cli: { entryPoints: { cli: 'src/cli/main.ts' }, banner: { js: '#!/usr/bin/env node' } },
  server: {
    stdin: { contents: "void import('./server/node.js');", resolveDir: path.join(root, 'src') },
    outfile: 'dist/server.cjs',
  },
};
const lazy = new Map();
for (const [name, program] of Object.entries(programs)) {
  const options = {
    ...common,
    ...(program.outfile ? {} : { outdir: 'dist', outExtension: { '.js': '.cjs' } }),
    format: 'cjs',
    external: ['vscode'],
    plugins: [lazyImports(lazy)],
    ...program,
  };
  metafiles[name] = (await build(options)).metafile;
  if (watch) await run(options);
}
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

mkdirSync(path.join(root, 'dist'), { recursive: true });
mkdirSync(path.join(root, 'out/meta'), { recursive: true });
for (const [name, metafile] of Object.entries(metafiles)) {
  if (metafile) writeFileSync(path.join(root, 'out/meta', `${name}.json`), JSON.stringify(metafile));
}
writeFileSync(
  path.join(root, 'dist', 'THIRD_PARTY_NOTICES.txt'),
  noticesOf(Object.values(metafiles).filter(Boolean), root),
);
