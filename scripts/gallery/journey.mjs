/** Drives the sample workspace through every view and state, and photographs each; scripts/editor-open.mjs calls it. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { atEditor } from './atEditor.mjs';

/** The pictures go to a folder for each theme of THEMES in the folder that GALLERY names. */
export default async function states({ page, folder, screenshot, changeTheme }) {
  const { GALLERY: gallery, THEMES: themes } = process.env;
  const { row, line, command, openFile, pick, answer, act, quiet, inPages, scroll, widen } = atEditor(page);
  await widen(60);
  let count = 0;
  /** Pictures in every theme, the first one last: it is the one in which all is done. */
  const picture = async (file) => {
    for (const theme of themes.split(' ').reverse()) {
      await changeTheme(theme);
      await page.waitForTimeout(900);
      await screenshot(path.join(gallery, theme, file));
    }
  };
  const shot = async (name) => {
    await page.mouse.move(200, 15);
    await page.waitForTimeout(600);
    await picture(`${String(++count).padStart(2, '0')}-${name}.png`);
  };
  /** What cannot be shown is said, and the rest goes on. */
  const state = async (name, steps) => {
    try {
      await steps();
      await shot(name);
    } catch (error) {
      process.stdout.write(`${name} is missing: ${String(error.message).split('\n')[0]}\n`);
      await picture(`missing-${name}.png`);
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
    await page.getByText('listens on port').first().waitFor({ timeout: 20_000 });
  });
  const filter = async (text) => {
    await page.locator('.pane-header:has-text("Services")').first().hover();
    await page.locator('.pane-header .action-label[aria-label^="Filter Services"]').first().click();
    await answer(text);
    await page.waitForTimeout(500);
  };
  await state('filter', () => filter('owner:greet'));
  await state('filtered', async () => {
    await filter('hello');
    await page.keyboard.press('Enter');
    await page.waitForTimeout(700);
    await page.locator('.pane-header:has-text("Services")').first().hover();
  });
  await state('production-guard', async () => {
    await page.locator('.pane-header:has-text("Services")').first().hover();
    await page.locator('.pane-header .action-label[aria-label^="Show All"]').first().click();
    await act(row('hello in production'), 'Deploy');
    await line('Deploy ').waitFor({ timeout: 60_000 });
  });
  await state('production-name', async () => {
    await act(row('hello in production'), 'Deploy');
    await pick('Deploy ');
    await answer('productio');
  });
  await state('production', async () => {
    await act(row('hello in production'), 'Deploy');
    await pick('Deploy ');
    await answer('production', true);
    await answer('The first release', true);
    await row('hello in production, Healthy').waitFor({ timeout: 90_000 });
    await row('hello in production').click();
    await page.keyboard.press('ArrowRight');
  });
  await state('drift', async () => {
    const score = path.join(folder, 'hello-node', 'score.yaml');
    writeFileSync(score, readFileSync(score, 'utf8').replace('GREETING: Hello', 'GREETING: Good day'));
    await command('Golden Path: Delivery');
    await pick('Show Drift');
    await pick('production');
    await page.locator('.monaco-diff-editor').first().waitFor({ timeout: 20_000 });
    await page.waitForTimeout(1_000);
  });
  await state('incident-declared', async () => {
    await command('Golden Path: Incident');
    await pick('hello');
    await pick('production');
    await answer('Greetings are slow since the last release', true);
    await pick('Call Nobody');
    await page.waitForTimeout(1_200);
  });
  await state('incidents', async () => {
    await command('Golden Path: Incident');
    await pick('hello');
    await pick('production');
    await answer('Greetings are slow since the last release', true);
    await pick('Call Nobody');
    await page.locator('.monaco-dialog-box .monaco-button:has-text("Declare")').first().click();
    await row('Open Incidents').waitFor({ timeout: 20_000 });
  });
  await state('incident-page', async () => {
    await command('Golden Path: Incident');
    await pick('Greetings are slow');
    await pick('Show Timeline');
    await inPages('Timeline');
  });
  await command('View: Close All Editors');
  await state('templates', () => command('Golden Path: Create Service'));
  await state('template-readme', async () => {
    await command('Golden Path: Create Service');
    await line('HTTP service').hover();
    await line('HTTP service').locator('.action-label').first().click();
    await inPages('What it asks for');
  });
  await command('View: Close All Editors');
  await state('form', async () => {
    await command('Golden Path: Create Service');
    await pick('HTTP service');
    await page.waitForTimeout(2_500);
  });
  await state('why', async () => {
    await command('Golden Path: Why Can');
    for (const choice of ['hello', 'production']) {
      await page.waitForTimeout(1_500);
      if (await line(choice).isVisible()) await line(choice).click();
    }
    await page.getByText('looked at').first().waitFor({ timeout: 20_000 });
  });
  await state('log-stack', async () => {
    const server = path.join(folder, 'hello-node', 'server.js');
    const fault = "console.error(new Error('The greeting of today is missing'));";
    writeFileSync(
      server,
      readFileSync(server, 'utf8').replace('server.listen(', `${fault}\n\nserver.listen(`),
    );
    await command('View: Close All Editors');
    await deploy('hello', 'development');
    await quiet();
    await act(row('hello in development'), 'Show Logs');
    await page.getByText('The greeting of today is missing').first().waitFor({ timeout: 20_000 });
    await page.locator('.detected-link').first().waitFor({ timeout: 10_000 });
  });
  await state('problem', async () => {
    await openFile('hello-node/score.yaml');
    await page.keyboard.press('Control+f');
    await page.keyboard.type('image:', { delay: 10 });
    await page.keyboard.press('Escape');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.type('e');
    await page.waitForTimeout(1_000);
    await page.keyboard.press('Escape');
    await page.waitForTimeout(500);
    await page.keyboard.press('F8');
  });
  await state('dashboard-service', async () => {
    await command('Golden Path: Open Dashboard');
    await pick('hello');
    await inPages('Dependencies');
  });
  await state('dashboard-service-below', () => scroll(700));
  await state('dashboard-golden-path', async () => {
    await command('Golden Path: Open Dashboard');
    await pick('olden path');
    await inPages('Adoption');
  });
  await state('dashboard-golden-path-below', () => scroll(700));
  await state('walkthrough', async () => {
    await command('Welcome: Open Walkthrough');
    await page.waitForTimeout(600);
    await page.keyboard.type('Start with Golden Path', { delay: 10 });
    await page.waitForTimeout(600);
    await page.keyboard.press('Enter');
    await page.waitForTimeout(1_500);
  });
}
