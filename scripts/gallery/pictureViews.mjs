/**
 * Pictures of the views and the pages in every state: `node scripts/gallery/pictureViews.mjs [--out DIR] [--theme NAME]… [STATE…]`.
 * Look at them; nothing is compared.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { hideKeyboardLayout, launchBrowser } from '../editor-host/browser.mjs';
import { newest } from '../editor-host/codeServer.mjs';
import {
  changeTheme,
  listenToThemes,
  startEditor,
  systemTheme,
  themes,
  workbenchUrl,
} from '../editor-host/editor.mjs';
import { root } from '../editor-host/suites.mjs';
import { atEditor } from './atEditor.mjs';
import { servePlatform } from './scriptedPlatform.mjs';
import { pages } from './states/pages.mjs';
import { states as views } from './states/views.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: 'string', default: path.join(root, 'out', 'gallery') },
    theme: { type: 'string', multiple: true, default: Object.keys(themes) },
  },
});
const wanted = [...views, ...pages].filter(
  ({ name }) => positionals.length === 0 || positionals.includes(name),
);
for (const theme of values.theme) mkdirSync(path.join(values.out, theme), { recursive: true });
const { browser } = await launchBrowser();
try {
  for (const state of wanted) {
    await picture(state).catch((error) => missing(state, error));
  }
} finally {
  await browser.close();
}

/** What cannot be shown is said, and the rest goes on. */
function missing({ name }, error) {
  process.exitCode = 1;
  process.stderr.write(`${name}: ${error.message}\n`);
}

async function picture(state) {
  const temporary = mkdtempSync(path.join(os.tmpdir(), 'golden-path-gallery-'));
  const folder = path.join(temporary, 'workspace');
  mkdirSync(folder);
  const platforms = Object.fromEntries(
    await Promise.all(
      Object.entries(state.platforms).map(async ([name, data]) => [name, await servePlatform(data)]),
    ),
  );
  const urls = Object.fromEntries(Object.entries(platforms).map(([name, { url }]) => [name, url]));
  state.before?.({ platforms });
  const server = await startEditor({
    dataFolder: path.join(temporary, 'server'),
    settings: { ...systemTheme, 'goldenPath.platforms': urls },
    installed: root,
    version: newest,
    trustPrompt: state.isRestricted === true,
    env: { GOLDEN_PATH_DATA: path.join(temporary, 'platform') },
  });
  const context = await browser.newContext({
    viewport: state.size ?? { width: 1000, height: 1000 },
    deviceScaleFactor: state.scale ?? 1.25,
  });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(40_000);
    await listenToThemes(page);
    await page.goto(workbenchUrl(server, { folder }));
    await page.waitForSelector('.monaco-workbench .explorer-folders-view', { timeout: 60_000 });
    await hideKeyboardLayout(page);
    await page.locator('.activitybar [aria-label^="Golden Path"]').first().click();
    await page.waitForTimeout(3_000);
    if (!state.isNarrow) await atEditor(page).widen(150);
    // A picture of what went wrong tells more than a time-out.
    await Promise.resolve(state.prepare?.({ page, platforms })).catch((error) => missing(state, error));
    for (const theme of values.theme) {
      await changeTheme(page, theme);
      await page.waitForTimeout(1_000);
      const file = path.join(values.out, theme, `views-${state.name}.png`);
      await page.screenshot({ path: file });
      process.stdout.write(`${file}\n`);
    }
  } finally {
    await context.close();
    await server.stop();
    for (const each of Object.values(platforms)) each.close();
    rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  }
}
