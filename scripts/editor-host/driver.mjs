/** What the tests in the extension host can ask of the outside: print, take a screenshot, report the end. */
import { createServer } from 'node:http';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { pageActions } from './pages.mjs';

/** How long the window may take to show what is looked for, in ms. */
const patience = 20_000;

/** Starts it; `page()` gives the page to photograph, if there is one. `result` resolves with what the tests report at their end. */
export async function startDriver({ screenshotFolder, page }) {
  let report;
  const result = new Promise((resolve) => (report = resolve));
  const actions = {
    '/output': (body) => process.stdout.write(`${body}\n`),
    '/result': (body) => report(JSON.parse(body)),
    '/screenshot': async (name) => {
      if (!page()) return '';
      mkdirSync(screenshotFolder, { recursive: true });
      const file = path.join(screenshotFolder, `${name.replace(/[^\w.-]+/g, '-')}.png`);
      await page().screenshot({ path: file });
      return file;
    },
    // Workbench input that has no command: keys, and text typed as a person would.
    '/keys': (keys) => page()?.keyboard.press(keys),
    '/type': (text) => page()?.keyboard.type(text, { delay: 15 }),
    ...pageActions(page),
    '/hover': (selector) => page()?.locator(selector).first().hover(),
    '/text': (selector) => page()?.locator(selector).first().innerText(),
    // What stands in an attribute of the workbench, where no API tells: `selector` and `attribute` as JSON.
    '/attributes': async (request) => {
      const { selector, attribute } = JSON.parse(request);
      const read = (elements, name) => elements.map((element) => element.getAttribute(name));
      return JSON.stringify(page() ? await page().locator(selector).evaluateAll(read, attribute) : []);
    },
    '/page': (request) => page() && inPage(page(), JSON.parse(request)),
    // A hand on the mouse, and eyes: what a selector (of Playwright) finds is clicked, pointed at or read.
    '/click': (selector) => page()?.locator(selector).first().click({ timeout: patience }),
    '/point': (selector) => page()?.locator(selector).first().hover({ timeout: patience }),
    '/see': async (selector) => {
      const found = page()?.locator(selector).first();
      await found?.waitFor({ state: 'visible', timeout: patience });
      return found?.innerText();
    },
    '/read': async (selector) => {
      const found = page()?.locator(selector).first();
      return (await found?.isVisible()) ? found.innerText() : '';
    },
    '/gone': (selector) => page()?.locator(selector).first().waitFor({ state: 'hidden', timeout: patience }),
  };
  const server = createServer((request, response) => {
    // Tests in a browser ask from the workbench's origin.
    response.setHeader('Access-Control-Allow-Origin', '*');
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const action = actions[request.url];
      Promise.resolve()
        .then(() => action?.(Buffer.concat(chunks).toString('utf8')))
        .then(
          (answer) => response.writeHead(action ? 200 : 404).end(String(answer ?? '')),
          (error) => response.writeHead(500).end(String(error)),
        );
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    result,
    stop: () => new Promise((resolve) => server.close(resolve)).then(() => server.closeAllConnections()),
  };
}

/** Does one thing in the page (webview) that has what `selector` names; waits until there is one. */
async function inPage(page, { act, selector, text }) {
  for (const end = Date.now() + 10_000; Date.now() < end; await page.waitForTimeout(100)) {
    for (const frame of page.frames().slice(1)) {
      const found = frame.locator(selector).first();
      if ((await found.count().catch(() => 0)) === 0) continue;
      switch (act) {
        case 'fill':
          return found.fill(text);
        case 'click':
          return found.click();
        case 'select':
          return found.selectOption({ label: text });
        case 'press':
          return found.press(text);
        case 'style':
          return found.evaluate((element, name) => globalThis.getComputedStyle(element)[name], text);
        default:
          return found.evaluate((element) => element.value ?? element.textContent);
      }
    }
  }
  throw new Error(`No page has ${selector}.`);
}
