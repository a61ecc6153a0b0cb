/** Renders media/icon.png, the marketplace's icon, from media/icon.svg. Run it after a change of the SVG. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { launchBrowser } from './editor-host/browser.mjs';
import { root } from './editor-host/suites.mjs';

const svg = readFileSync(path.join(root, 'media', 'icon.svg'), 'utf8');
const { browser } = await launchBrowser();
try {
  const page = await browser.newPage({ viewport: { width: 256, height: 256 } });
  await page.setContent(`<style>body{margin:0}svg{display:block}</style>${svg}`);
  await page.screenshot({ path: path.join(root, 'media', 'icon.png'), omitBackground: true });
} finally {
  await browser.close();
}
