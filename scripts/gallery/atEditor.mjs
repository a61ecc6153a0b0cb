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
  return {
    row,
    line,
    quiet,
    pick,
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
      await target.hover();
      await target.locator(`.action-label[aria-label^="${action}"]`).click();
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
