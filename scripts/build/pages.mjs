/** The browser-side code of pages (webviews): a script for every folder of src/webview with a page.ts, and one style for all. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** Options of esbuild for all pages. Without a source map: the policy of a page lets nothing be fetched. */
export function pageBuild(root, common) {
  const folder = 'src/webview';
  const source = (name) => path.join(folder, name, 'page.ts');
  const names = readdirSync(path.join(root, folder)).filter((name) =>
    existsSync(path.join(root, source(name))),
  );
  return {
    ...common,
    entryPoints: {
      page: 'src/webview/styles/page.css',
      ...Object.fromEntries(names.map((name) => [name, source(name)])),
    },
    outdir: 'dist/webview',
    format: 'iife',
    platform: 'browser',
    target: 'chrome138',
    sourcemap: false,
  };
}
