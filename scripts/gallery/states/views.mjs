/**
 * The states in which the three views are pictured. Each: `name` (of the file), `platforms` (data by the name that the
 * user's settings give it, as scriptedPlatform.mjs serves it), perhaps `isRestricted` (the folder is not trusted),
 * `isNarrow` (the side bar as the editor opens it) and `prepare({page, platforms})`, which drives the editor once the views are in sight.
 */
import { odd, one } from '../odd.mjs';
import { empty, many, shop } from '../shop.mjs';

/** Connecting takes a while: a state is there when its button is. */
const shows =
  (label) =>
  ({ page }) =>
    page.getByText(label).first().waitFor({ timeout: 90_000 });

const row = (page, label) => page.locator(`.pane-body [role="treeitem"][aria-label^="${label}"]`).first();

const unfold = async (page, label) => {
  await row(page, label).click();
  await page.keyboard.press('ArrowRight');
  await page.waitForTimeout(400);
};

/** Leaves the room to the other views. */
const fold = (page, view) => page.locator(`.pane-header[aria-label^="${view}"]`).first().click();

export const states = [
  {
    name: 'connected',
    platforms: { Shop: shop },
    async prepare({ page }) {
      await row(page, 'Service Orders').waitFor();
      await unfold(page, 'orders in production');
      await unfold(page, 'Environment Production');
      await unfold(page, 'Promote Orders 1.4.2');
      await unfold(page, 'Step Roll out');
    },
  },
  {
    name: 'components',
    platforms: { Shop: shop },
    async prepare({ page }) {
      await row(page, 'Service Orders').waitFor();
      await fold(page, 'Environments');
      await fold(page, 'Activity');
      await unfold(page, 'orders in production');
      await unfold(page, 'Instances');
      await unfold(page, 'Deployment orders');
      await page.mouse.move(800, 800);
    },
  },
  {
    name: 'odd-names',
    platforms: { Shop: odd },
    async prepare({ page }) {
      await row(page, 'Service a-service').waitFor();
    },
  },
  {
    name: 'narrow',
    platforms: { Shop: odd },
    isNarrow: true,
    async prepare({ page }) {
      await row(page, 'Service a-service').waitFor();
      await page.mouse.move(800, 800);
    },
  },
  {
    name: 'one',
    platforms: { Shop: one },
    async prepare({ page }) {
      await row(page, 'Service only').waitFor();
    },
  },
  {
    name: 'stale',
    platforms: { Shop: shop },
    async prepare({ page, platforms }) {
      await row(page, 'Service Orders').waitFor();
      platforms.Shop.close();
      await page.getByText('Not reachable since').first().waitFor({ timeout: 60_000 });
    },
  },
  {
    name: 'several-platforms',
    platforms: { Shop: shop, Trial: { refuse: 401, answers: { '/': shop.answers['/'] } } },
    async prepare({ page }) {
      await row(page, 'Platform Shop').waitFor();
    },
  },
  {
    name: 'many',
    platforms: { Shop: many },
    async prepare({ page }) {
      await row(page, 'Service service-00000').waitFor({ timeout: 60_000 });
      await unfold(page, 'Environment Development');
      await page
        .getByText('2,000')
        .first()
        .waitFor({ timeout: 30_000 })
        .catch(() => undefined);
    },
  },
  { name: 'none', platforms: {} },
  { name: 'loading', platforms: { Shop: { silent: true } } },
  {
    name: 'signed-out',
    platforms: { Shop: { refuse: 401, answers: { '/': shop.answers['/'] } } },
    prepare: shows('Sign in to see the environments'),
  },
  {
    name: 'forbidden',
    platforms: { Shop: { refuse: 403, answers: { '/': shop.answers['/'] } } },
    prepare: shows('This account may not'),
  },
  {
    name: 'failed',
    platforms: { Shop: { page: '<h1>Welcome to nginx!</h1>' } },
    prepare: shows('but not as a platform'),
  },
  {
    name: 'offline',
    platforms: { Shop: shop },
    before: ({ platforms }) => platforms.Shop.close(),
    prepare: shows('Try Now'),
  },
  { name: 'empty', platforms: { Shop: empty }, prepare: shows('this workspace describes none') },
  { name: 'restricted', platforms: { Shop: shop }, isRestricted: true },
];
