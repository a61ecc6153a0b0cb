/** Builds dist/ as `npm run build` does: what is generated first, then the bundles. */
import path from 'node:path';
import { run } from './cache.mjs';
import { root } from './suites.mjs';

/** `options` go to scripts/build.mjs, for example `--production`. Rejects with the output of what failed. */
export async function buildProject(...options) {
  for (const args of [['generate.mjs'], ['build.mjs', ...options]]) {
    const [script, ...rest] = args;
    await run(process.execPath, [path.join(root, 'scripts', script), ...rest], { cwd: root });
  }
}
