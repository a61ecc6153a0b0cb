/**
 * Build options that keep a module a module: one output for each source, so that coverage can tell them apart (in a
 * bundle the ranges of V8 lose the functions of all but a few sources).
 */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** @type {import('esbuild').Plugin} */
const separateModules = {
  name: 'separate-modules',
  setup(builder) {
    builder.onResolve({ filter: /^\..*\.js$/ }, ({ path: request, resolveDir, kind }) => {
      if (kind === 'entry-point') return undefined;
      const script = path.resolve(resolveDir, request);
      const isOurs = existsSync(script) || existsSync(script.replace(/\.js$/, '.ts'));
      return isOurs ? { path: request.replace(/\.js$/, '.mjs'), external: true } : undefined;
    });
  },
};

/** What the suites may load: everything but what runs inside the editor. */
export function unbundled(root) {
  const entryPoints = ['src', 'test'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true })
      .filter((file) => /\.(ts|js)$/.test(file) && !file.endsWith('.d.ts'))
      .filter((file) => folder === 'src' || !/^(editor|fixtures)\b/.test(file))
      .map((file) => path.join(root, folder, file)),
  );
  return { entryPoints, outbase: root, splitting: false, plugins: [separateModules] };
}
