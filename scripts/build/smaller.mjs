/**
 * Makes the modules of a production build smaller than esbuild does, in place: a second minifier looks across statements,
 * and modules that need no `require` lose the line that makes one.
 */
import { minify } from '@swc/core';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const options = {
  module: true,
  ecma: 2022,
  compress: { ecma: 2022, passes: 2 },
  mangle: { toplevel: true },
};

/** `folder` of ES modules that begin with `banner`. */
export async function makeSmaller(folder, banner) {
  const files = readdirSync(folder).filter((name) => name.endsWith('.js'));
  await Promise.all(
    files.map(async (name) => {
      const file = path.join(folder, name);
      const whole = readFileSync(file, 'utf8');
      const rest = whole.startsWith(banner) ? whole.slice(banner.length) : whole;
      const { code } = await minify(/\brequire\b/.test(rest) ? whole : rest, options);
      writeFileSync(file, code);
    }),
  );
}
