/**
 * Takes the README's screenshots of the demo in the real editor, dark and light, into media/: `npm run screenshots`.
 * It drives the sample workspace as a person would; look at the result before it is committed.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from './editor-host/cache.mjs';
import { initRepository, root } from './editor-host/suites.mjs';

/** The steps for one theme; scripts/editor-open.mjs calls it. */
export default async function steps({ page, screenshot }) {
  const shot = (name) => screenshot(path.join(root, 'media', `screenshot-${name}-${process.env.THEME}.png`));
  const row = (label) => page.locator(`.pane-body [aria-label^="${label}"]`).first();
  const openFile = async (file) => {
    await page.keyboard.press('Control+p');
    await page.keyboard.type(file, { delay: 15 });
    await page.locator('.quick-input-list .monaco-list-row').first().waitFor();
    await page.waitForTimeout(700);
    await page.keyboard.press('Enter');
    await page.waitForTimeout(800);
  };
  const confirmPlan = async () => {
    await page.locator('.quick-input-list [aria-label*="Deploy "]').first().waitFor({ timeout: 60_000 });
    await page.waitForTimeout(800);
    // Not by a key: another input may have the focus.
    await page.locator('.quick-input-list [aria-label*="Deploy "]').first().click();
  };
  const deploy = async (service, environment) => {
    const target = row(`${service} in ${environment}`);
    await target.hover();
    await target.locator('.action-label[aria-label^="Deploy"]').click();
    await confirmPlan();
    await row(`${service} in ${environment}, Healthy`).waitFor({ timeout: 120_000 });
  };

  await page.locator('.activitybar [aria-label^="Golden Path"]').first().click();
  await page.getByText('Start Local Platform').first().click();
  await openFile('quotes-ts/platform.yaml');
  await row('hello in development').waitFor({ timeout: 30_000 });
  await deploy('hello', 'development');
  await deploy('hello', 'staging');
  await deploy('quotes', 'development');
  await page.keyboard.press('Control+End');
  await page.mouse.move(900, 600);
  await page.waitForTimeout(12_000);
  await shot('overview');

  const production = row('hello in production');
  await production.hover();
  await production.locator('.action-label[aria-label^="Deploy"]').click();
  await page.locator('.quick-input-list [aria-label*="Deploy "]').first().waitFor({ timeout: 60_000 });
  await page.waitForTimeout(1000);
  await shot('plan');
  await page.keyboard.press('Escape');
  await page.waitForTimeout(800);

  await openFile('hello-node/score.yaml');
  await page.keyboard.press('Control+f');
  await page.keyboard.type('image:', { delay: 15 });
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.type('e');
  await page.waitForTimeout(600);
  await page.keyboard.press('Escape');
  await page.keyboard.press('F8');
  await page.waitForTimeout(1200);
  await shot('problem');
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const theme of ['dark', 'light']) {
    const temporary = mkdtempSync(path.join(os.tmpdir(), 'golden-path-screenshots-'));
    const folder = path.join(temporary, 'sample');
    try {
      cpSync(path.join(root, 'examples'), folder, { recursive: true });
      initRepository(folder);
      const file = path.join(root, 'scripts', 'screenshots.mjs');
      const open = path.join(root, 'scripts', 'editor-open.mjs');
      const args = [open, '--folder', folder, '--theme', theme, '--steps', file, '--size', '1200x720'];
      process.stdout.write(
        await run(process.execPath, args, { cwd: root, env: { ...process.env, THEME: theme } }),
      );
    } finally {
      rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
    }
  }
}
