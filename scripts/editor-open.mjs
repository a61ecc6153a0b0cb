/**
 * Opens the real editor on a folder, to look at it or to drive it: `node scripts/editor-open.mjs [options]`.
 *   --folder DIR         what to open (default: the sample workspace, which is then changed in place)
 *   --theme dark|light   default dark
 *   --size 1440x900      of the page in screenshots
 *   --port N             of the editor (default: a free one)
 *   --steps FILE.mjs     `export default async ({page, url, folder, screenshot, changeTheme}) => {…}`: drives it, then all ends
 *   --screenshot FILE    after the steps, or after ten seconds
 *   --vsix FILE          the packaged extension instead of this folder
 *   --oldest             the oldest supported VS Code
 *   --trust              ask whether the folder is trusted (Restricted Mode until then)
 *   --no-build           dist/ is up to date
 * Without steps and screenshot it prints the address and stays until Ctrl+C.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { buildProject } from './editor-host/project.mjs';
import { hideKeyboardLayout, launchBrowser } from './editor-host/browser.mjs';
import { newest, oldest } from './editor-host/codeServer.mjs';
import {
  changeTheme,
  listenToThemes,
  startEditor,
  systemTheme,
  themes,
  workbenchUrl,
} from './editor-host/editor.mjs';
import { root } from './editor-host/suites.mjs';
import { unpackVsix } from './editor-host/vsix.mjs';

const { values: options } = parseArgs({
  options: {
    folder: { type: 'string', default: path.join(root, 'examples') },
    theme: { type: 'string', default: 'dark' },
    size: { type: 'string', default: '1440x900' },
    port: { type: 'string' },
    steps: { type: 'string' },
    screenshot: { type: 'string' },
    vsix: { type: 'string' },
    oldest: { type: 'boolean', default: false },
    trust: { type: 'boolean', default: false },
    build: { type: 'boolean', default: true },
  },
  allowNegative: true,
});
if (!Object.hasOwn(themes, options.theme)) {
  process.stderr.write(`--theme is one of ${Object.keys(themes).join(', ')}.\n`);
  process.exit(2);
}
const [width, height] = options.size.split('x').map(Number);
if (!(width > 0 && height > 0)) {
  process.stderr.write('--size is WIDTHxHEIGHT, for example 1440x900.\n');
  process.exit(2);
}

if (options.build && !options.vsix) {
  await buildProject();
}
const temporary = mkdtempSync(path.join(os.tmpdir(), 'golden-path-open-'));
const folder = path.resolve(options.folder);
const extension = options.vsix ? unpackVsix(options.vsix, path.join(temporary, 'extension')) : root;
const server = await startEditor({
  dataFolder: path.join(temporary, 'server'),
  settings: options.steps ? systemTheme : { 'workbench.colorTheme': themes[options.theme] },
  installed: extension,
  version: options.oldest ? oldest : newest,
  trustPrompt: options.trust,
  ...(options.port && { port: Number(options.port) }),
  env: { GOLDEN_PATH_DATA: process.env.GOLDEN_PATH_DATA ?? path.join(temporary, 'platform') },
});
const url = workbenchUrl(server, { folder });
try {
  if (options.steps || options.screenshot) await drive();
  else {
    process.stdout.write(`${url}\nCtrl+C ends it.\n`);
    await new Promise((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, resolve);
    });
  }
} finally {
  await server.stop();
  rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
}

async function drive() {
  const { browser } = await launchBrowser();
  try {
    const context = await browser.newContext({
      viewport: { width, height },
      deviceScaleFactor: 1.5,
      colorScheme: options.theme === 'light' ? 'light' : 'dark',
    });
    const page = await context.newPage();
    const screenshot = async (file) => {
      mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
      await page.screenshot({ path: file });
      process.stdout.write(`${file}\n`);
    };
    await listenToThemes(page);
    await page.goto(url);
    await page.waitForSelector('.monaco-workbench .explorer-folders-view', { timeout: 60_000 });
    if (options.steps) await changeTheme(page, options.theme);
    await hideKeyboardLayout(page);
    if (options.steps) {
      const steps = await import(pathToFileURL(path.resolve(options.steps)).href);
      await steps.default({
        page,
        url,
        folder,
        screenshot,
        changeTheme: (theme) => changeTheme(page, theme),
      });
    } else {
      await page.waitForTimeout(10_000);
    }
    if (options.screenshot) await screenshot(options.screenshot);
  } finally {
    await browser.close();
  }
}
