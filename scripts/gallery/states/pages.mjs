/** The states in which pages (webviews) are pictured; the same shape as those of the views. */
import { atEditor } from '../atEditor.mjs';
import { measured } from '../measured.mjs';

const withoutSideBar = 'View: Toggle Primary Side Bar Visibility';

const dashboard =
  (subject, shown, heading) =>
  async ({ page }) => {
    const { command, pick, inPages, row, scrollTo } = atEditor(page);
    await row('Service Catalogue').waitFor({ timeout: 30_000 });
    await command(withoutSideBar);
    await command('Golden Path: Open Dashboard');
    await pick(subject);
    await inPages(shown);
    if (heading) await scrollTo(heading);
  };

const form = async ({ page }) => {
  const { command, pick, inPages, row } = atEditor(page);
  await row('orders in staging').click({ button: 'right', timeout: 30_000 });
  // A menu takes no click in its first moments.
  await page.waitForTimeout(700);
  await page.getByText('Run Action…').click();
  await pick('Resize');
  await inPages('Reachable from outside');
  for (const frame of page.frames().slice(1)) {
    const box = frame.getByLabel('Reachable from outside');
    if ((await box.count().catch(() => 0)) > 0) await box.check();
  }
  await command(withoutSideBar);
};

const wide = { isNarrow: true, size: { width: 1300, height: 1000 } };
/** 350 pixels beside another editor. */
const column = { isNarrow: true, size: { width: 410, height: 1000 } };
/** A window of 1280 by 1200 at 200 %. */
const zoomed = { isNarrow: true, size: { width: 640, height: 600 }, scale: 2 };
const state = (name, prepare, more = wide) => ({ name, platforms: { Shop: measured }, prepare, ...more });

export const pages = [
  state('page-service', dashboard('orders', 'Dependencies')),
  state('page-service-below', dashboard('orders', 'Dependencies', 'Incidents')),
  state('page-service-end', dashboard('orders', 'Dependencies', 'Scorecards')),
  state('page-service-column', dashboard('orders', 'Dependencies'), column),
  state('page-service-zoomed', dashboard('orders', 'Dependencies'), zoomed),
  state('page-path', dashboard('Checkout Team', 'Adoption')),
  state('page-path-below', dashboard('Checkout Team', 'Adoption', 'Adoption')),
  state('page-path-end', dashboard('Checkout Team', 'Adoption', 'Scorecards')),
  state('page-path-column', dashboard('Checkout Team', 'Adoption'), column),
  state('page-path-zoomed', dashboard('Checkout Team', 'Adoption'), zoomed),
  state('page-path-below-column', dashboard('Checkout Team', 'Adoption', 'Adoption'), column),
  state('page-form', form),
  state('page-form-column', form, column),
];
