/** Drives the sample workspace through every view and state, and photographs each; scripts/editor-open.mjs calls it. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { atEditor } from './atEditor.mjs';

/** The steps for one theme; the pictures go to the folder that GALLERY names. */
export default async function states({ page, folder, screenshot }) {
  const { row, line, command, openFile, pick, act, quiet, inPages } = atEditor(page);
  let count = 0;
  const shot = async (name) => {
    await page.mouse.move(1150, 700);
    await page.waitForTimeout(900);
    const number = String(++count).padStart(2, '0');
    await screenshot(path.join(process.env.GALLERY, `${number}-${name}.png`));
  };
  /** What cannot be shown is said, and the rest goes on. */
  const state = async (name, steps) => {
    try {
      await steps();
      await shot(name);
    } catch (error) {
      process.stdout.write(`${name} is missing: ${String(error.message).split('\n')[0]}\n`);
      await screenshot(path.join(process.env.GALLERY, `missing-${name}.png`));
    }
    await quiet();
  };
  const deploy = async (service, environment) => {
    await act(row(`${service} in ${environment}`), 'Deploy');
    await line('Deploy ').waitFor({ timeout: 60_000 });
    await page.waitForTimeout(600);
    await line('Deploy ').click();
    await row(`${service} in ${environment}, Healthy`).waitFor({ timeout: 90_000 });
  };

  await state('no-platform', async () => {
    await page.locator('.activitybar [aria-label^="Golden Path"]').first().click();
    await page.getByText('Start Local Platform').first().waitFor();
  });
  await state('services-not-deployed', async () => {
    await page.getByText('Start Local Platform').first().click();
    await openFile('hello-node/platform.yaml');
    await row('hello in development').waitFor({ timeout: 40_000 });
  });
  try {
    await act(row('hello in development'), 'Deploy');
    await line('Deploy ').waitFor({ timeout: 60_000 });
    await shot('plan');
    await line('Deploy ').click();
    await row('hello in development, Healthy').waitFor({ timeout: 90_000 });
    await quiet();
    await deploy('hello', 'staging');
    await shot('deployed');
    await quiet();
  } catch (error) {
    process.stdout.write(`nothing is deployed: ${String(error.message).split('\n')[0]}\n`);
  }
  await state('logs', async () => {
    await act(row('hello in development'), 'Show Logs');
    await page
      .getByText(/listening|started|GET /)
      .first()
      .waitFor({ timeout: 20_000 });
  });
  await state('filter', async () => {
    await page.locator('.pane-header:has-text("Services")').first().hover();
    await page.locator('.pane-header .action-label[aria-label^="Filter Services"]').first().click();
    await page.keyboard.type('owner:greet', { delay: 20 });
  });
  await state('filtered', async () => {
    await page.locator('.pane-header:has-text("Services")').first().hover();
    await page.locator('.pane-header .action-label[aria-label^="Filter Services"]').first().click();
    await page.keyboard.type('hello', { delay: 20 });
    await page.keyboard.press('Enter');
    await page.waitForTimeout(700);
  });
  await state('production-guard', async () => {
    await page.locator('.pane-header:has-text("Services")').first().hover();
    await page
      .locator('.pane-header .action-label[aria-label^="Clear"]')
      .first()
      .click()
      .catch(() => undefined);
    await act(row('hello in production'), 'Deploy');
    await line('Deploy ').waitFor({ timeout: 60_000 });
  });
  await state('drift', async () => {
    const score = path.join(folder, 'hello-node', 'score.yaml');
    writeFileSync(score, readFileSync(score, 'utf8').replace('GREETING: Hello', 'GREETING: Good day'));
    await command('Golden Path: Delivery');
    await pick('Show Drift');
    await page.waitForTimeout(1_500);
    if (await line('hello').isVisible()) await line('hello').click();
    await page.waitForTimeout(1_500);
    if (await line('development').isVisible()) await line('development').click();
    await page.locator('.diff-editor, .quick-input-widget').first().waitFor({ timeout: 20_000 });
    await page.waitForTimeout(2_000);
  });
  await state('templates', () => command('Golden Path: Create Service'));
  await state('form', async () => {
    await command('Golden Path: Create Service');
    await pick('HTTP service');
    await page.waitForTimeout(2_500);
  });
  await state('incident', async () => {
    await command('Golden Path: Incident');
    await page.waitForTimeout(1_200);
  });
  await state('why', async () => {
    await command('Golden Path: Why Can');
    await page.waitForTimeout(1_500);
    for (const choice of ['hello', 'production']) {
      if (await line(choice).isVisible()) await line(choice).click();
      await page.waitForTimeout(1_500);
    }
    await page.waitForTimeout(1_500);
  });
  await state('problem', async () => {
    await openFile('hello-node/score.yaml');
    await page.keyboard.press('Control+f');
    await page.keyboard.type('image:', { delay: 10 });
    await page.keyboard.press('Escape');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.type('e');
    await page.keyboard.press('Escape');
    await page.keyboard.press('F8');
  });
  await state('dashboard-service', async () => {
    await command('Golden Path: Open Dashboard');
    await pick('hello');
    await inPages('Dependencies');
  });
  await state('dashboard-golden-path', async () => {
    await command('Golden Path: Open Dashboard');
    await pick('olden path');
    await inPages('Adoption');
  });
  await state('walkthrough', async () => {
    await command('Welcome: Open Walkthrough');
    await page.waitForTimeout(600);
    await page.keyboard.type('Start with Golden Path', { delay: 10 });
    await page.waitForTimeout(600);
    await page.keyboard.press('Enter');
    await page.waitForTimeout(1_500);
  });
}
