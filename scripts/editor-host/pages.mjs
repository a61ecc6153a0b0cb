/** What stands in the pages (webviews) of an editor, for tests: their text, their faults of accessibility, their keyboard. */
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The frames of our pages that are in sight, newest last: a page out of sight has none. */
async function framesOf(page) {
  const found = [];
  for (const frame of page.frames()) {
    const isOurs = await frame
      .evaluate(() => globalThis.document.querySelector('body[class*="vscode-"] > main') !== null)
      .catch(() => false);
    if (isOurs) found.push(frame);
  }
  return found;
}

async function frameIn(page) {
  const frame = (await framesOf(page)).at(-1);
  if (!frame) throw new Error('No page is in sight.');
  return frame;
}

/** Runs in the page: the texts below `selector` that do not fit their place, but for those that can be scrolled to. */
function cutIn(selector) {
  const { document, getComputedStyle, innerWidth } = globalThis;
  const scrolls = (element) => /auto|scroll/.test(getComputedStyle(element).overflowX);
  const isReachable = (element) =>
    element !== null && (scrolls(element) || isReachable(element.parentElement));
  const isCut = (element) =>
    /hidden|clip/.test(getComputedStyle(element).overflowX) && element.scrollWidth > element.clientWidth + 1;
  const isOutside = (element) => element.getBoundingClientRect().right > innerWidth + 1;
  // What only a screen reader says has no place.
  const isSeen = (element) => element.textContent.trim() !== '' && element.clientWidth > 1;
  return [...document.querySelectorAll(selector)]
    .flatMap((root) => [root, ...root.querySelectorAll('*')])
    .filter((element) => isSeen(element) && (isCut(element) || isOutside(element)) && !isReachable(element))
    .map((element) => `${element.tagName} ${element.className}: ${element.textContent.trim().slice(0, 80)}`);
}

/** Actions of the driver, `page()` being the editor. */
export function pageActions(page) {
  return {
    /** The text of the page in sight; nothing when there is none. */
    '/page/text': async () => {
      const frame = (await framesOf(page())).at(-1);
      return frame ? frame.evaluate(() => globalThis.document.querySelector('main').innerText) : '';
    },
    /** Faults that axe-core finds in it, as JSON. */
    '/page/axe': async () => {
      const frame = await frameIn(page());
      await frame.evaluate(axeSource);
      const found = await frame.evaluate(() =>
        globalThis.axe.run(globalThis.document, {
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'],
        }),
      );
      return JSON.stringify(
        found.violations.map(({ id, help, nodes }) => ({
          id,
          help,
          nodes: nodes.map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary}`),
        })),
      );
    },
    /** What has the focus in it. */
    '/page/focus': async () => {
      const frame = await frameIn(page());
      return frame.evaluate(() => {
        const { activeElement: at } = globalThis.document;
        return at
          ? `${at.tagName.toLowerCase()} ${at.getAttribute('aria-label') ?? at.textContent.trim()}`
          : '';
      });
    },
    /** What in it is wider than its place and cannot be scrolled to, as JSON. */
    '/page/cut': async () => JSON.stringify(await (await frameIn(page())).evaluate(cutIn, 'main')),
    /** The same of what a selector finds in the workbench. */
    '/cut': async (selector) => JSON.stringify(await page().evaluate(cutIn, selector)),
    /** Gives it the focus as a click into its heading does. */
    '/page/enter': async () => {
      const frame = await frameIn(page());
      await frame.locator('h1').first().click();
    },
  };
}
