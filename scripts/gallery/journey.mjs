/** Drives the sample workspace through every view and state, and photographs each; scripts/editor-open.mjs calls it. */
import path from 'node:path';

/** The steps for one theme; the pictures go to the folder that GALLERY names. */
export default async function states({ page, screenshot }) {
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
    }
  };
  const row = (label) => page.locator(`.pane-body [aria-label^="${label}"]`).first();
  const line = (text) => page.locator(`.quick-input-list [aria-label*="${text}"]`).first();
  const command = async (title) => {
    await page.keyboard.press('Control+Shift+p');
    await page.keyboard.type(title, { delay: 10 });
    await line(title).waitFor({ timeout: 10_000 });
    await line(title).click();
  };
  const openFile = async (file) => {
    await page.keyboard.press('Control+p');
    await page.keyboard.type(file, { delay: 10 });
    await page.waitForTimeout(900);
    await page.keyboard.press('Enter');
    await page.waitForTimeout(900);
  };
  const deploy = async (service, environment) => {
    const target = row(`${service} in ${environment}`);
    await target.hover();
    await target.locator('.action-label[aria-label^="Deploy"]').click();
    await line('Deploy ').waitFor({ timeout: 60_000 });
    await page.waitForTimeout(600);
    await line('Deploy ').click();
    await row(`${service} in ${environment}, Healthy`).waitFor({ timeout: 90_000 });
  };
  const dashboard = async (of, shows) => {
    await command('Golden Path: Open Dashboard');
    await line(of).click();
    const frames = () => page.frames().slice(1);
    for (const end = Date.now() + 20_000; Date.now() < end; await page.waitForTimeout(300)) {
      for (const frame of frames()) {
        if (
          (await frame
            .getByText(shows)
            .count()
            .catch(() => 0)) > 0
        )
          return;
      }
    }
    throw new Error(`no page shows ${shows}`);
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
  await state('plan', async () => {
    const target = row('hello in development');
    await target.hover();
    await target.locator('.action-label[aria-label^="Deploy"]').click();
    await line('Deploy ').waitFor({ timeout: 60_000 });
  });
  await state('deployed', async () => {
    await line('Deploy ').click();
    await row('hello in development, Healthy').waitFor({ timeout: 90_000 });
    await deploy('hello', 'staging');
  });
  await state('dashboard-service', () => dashboard('hello', 'Dependencies'));
  await state('dashboard-golden-path', async () => {
    await command('Golden Path: Open Dashboard');
    await page.locator('.quick-input-list .monaco-list-row').first().click();
    await page.waitForTimeout(4_000);
  });
  await state('filter', async () => {
    await command('Golden Path: Filter Services');
    await page.keyboard.type('owner:', { delay: 20 });
  });
  await page.keyboard.press('Escape');
  await state('production-guard', async () => {
    const target = row('hello in production');
    await target.hover();
    await target.locator('.action-label[aria-label^="Deploy"]').click();
    await line('Deploy ').waitFor({ timeout: 60_000 });
  });
  await page.keyboard.press('Escape');
  await state('logs', async () => {
    await command('Golden Path: Show Logs');
    await page.waitForTimeout(2_500);
  });
  await page.keyboard.press('Escape');
  await state('templates', () => command('Golden Path: Create Service'));
  await page.keyboard.press('Escape');
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
  await state('walkthrough', async () => {
    await command('Welcome: Open Walkthrough');
    await page.waitForTimeout(600);
    await page.keyboard.type('Start with Golden Path', { delay: 10 });
    await page.waitForTimeout(600);
    await page.keyboard.press('Enter');
    await page.waitForTimeout(1_500);
  });
}
