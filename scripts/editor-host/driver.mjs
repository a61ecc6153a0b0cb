/** What the tests in the extension host can ask of the outside: print, take a screenshot, report the end. */
import { createServer } from 'node:http';
import { mkdirSync } from 'node:fs';
import path from 'node:path';

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
    '/page': (request) => page() && inPage(page(), JSON.parse(request)),
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
        default:
          return found.evaluate((element) => element.value ?? element.textContent);
      }
    }
  }
  throw new Error(`No page has ${selector}.`);
}
