/** What a person does at the window, for pictures. */
export function atEditor(page) {
  const row = (label) => page.locator(`.pane-body [aria-label^="${label}"]`).first();
  const line = (text) => page.locator(`.quick-input-list [aria-label*="${text}"]`).first();
  /** Closes what is open above the text: questions, menus, messages. */
  const quiet = async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await run('Notifications: Clear All');
  };
  /** Calls a command by its title. A page has keys of its own, so the title bar is left for the palette by mouse. */
  const run = async (title) => {
    await page.locator('.part.titlebar .command-center-center, .part.titlebar').first().click();
    await page.locator('.quick-input-widget').first().waitFor({ timeout: 10_000 });
    await page.locator('.quick-input-widget input').first().fill(`>${title}`);
    await line(title).waitFor({ timeout: 10_000 });
    await line(title).click();
  };
  const pick = async (text) => {
    await line(text).waitFor({ timeout: 20_000 });
    await page.waitForTimeout(400);
    await line(text).click();
  };
  /** Gives a text to the question that is open, and sends it. */
  const answer = async (text, isSent = false) => {
    const input = page.locator('.quick-input-widget input[type="text"]:visible').first();
    await input.waitFor({ timeout: 20_000 });
    await page.waitForTimeout(600);
    await input.fill(text);
    if (isSent) await page.keyboard.press('Enter');
  };
  return {
    row,
    line,
    quiet,
    pick,
    answer,
    command: run,
    async openFile(file) {
      await page.locator('.part.titlebar .command-center-center, .part.titlebar').first().click();
      await page.locator('.quick-input-widget input').first().fill(file);
      await page.locator(`.quick-input-list .monaco-list-row.focused`).first().waitFor({ timeout: 10_000 });
      await page.waitForTimeout(900);
      await page.keyboard.press('Enter');
      await page.waitForTimeout(900);
    },
    /** Presses an action that shows at a row while the mouse is there. */
    async act(target, action) {
      // What is said of another row may lie above this one.
      await page.mouse.move(1100, 650);
      await page.waitForTimeout(500);
      await target.hover();
      await target.locator(`.action-label[aria-label^="${action}"]`).click();
    },
    /** Brings a heading of a page (webview) to its top; the page's end may come first. */
    async scrollTo(heading) {
      for (const frame of page.frames().slice(1)) {
        const found = frame.getByRole('heading', { name: heading, exact: true });
        if ((await found.count().catch(() => 0)) > 0) {
          await found.evaluate((element) => element.scrollIntoView({ block: 'start' }));
        }
      }
      await page.waitForTimeout(600);
    },
    /** Turns the wheel over what is open. */
    async scroll(by) {
      const { width, height } = page.viewportSize();
      await page.mouse.move(width - 100, height / 2);
      await page.mouse.wheel(0, by);
      await page.waitForTimeout(600);
    },
    /** Gives the side bar the width that people give it. */
    async widen(by) {
      const box = await page.locator('.part.sidebar').boundingBox();
      if (!box) return;
      const x = box.x + box.width;
      await page.mouse.move(x, 300);
      await page.mouse.down();
      await page.mouse.move(x + by, 300, { steps: 5 });
      await page.mouse.up();
      await page.mouse.move(x + 400, 500);
      await page.waitForTimeout(500);
    },
    /** Until a page (webview) shows this. */
    async inPages(text) {
      for (const end = Date.now() + 20_000; Date.now() < end; await page.waitForTimeout(300)) {
        for (const frame of page.frames().slice(1)) {
          const count = await frame
            .getByText(text)
            .count()
            .catch(() => 0);
          if (count > 0) return;
        }
      }
      throw new Error(`no page shows ${text}`);
    },
  };
}
