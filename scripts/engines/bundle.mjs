/** The fixture of test/integration/engines as a module that Node runs: it is written in TypeScript. */
import { build } from 'esbuild';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** What engines.ts exports. */
export async function loadFixture() {
  const outfile = path.join(root, 'out', 'engines', 'engines.mjs');
  mkdirSync(path.dirname(outfile), { recursive: true });
  await build({
    entryPoints: [path.join(root, 'test', 'integration', 'engines', 'engines.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: 'linked',
    logLevel: 'warning',
  });
  return import(pathToFileURL(outfile).href);
}
