/** Types in the real editor and watches its squiggles, in the page itself: no message between processes is counted. */

/** Milliseconds from each key that makes or mends a fault at the end of a line to the frame that shows it. */
export async function timeSquiggles(page, { line, edits }) {
  await goToEnd(page, line);
  await page.evaluate(watchSquiggles);
  const times = [];
  for (let edit = 0; edit < edits; edit++) {
    const isFault = edit % 2 === 0;
    const before = await page.evaluate(() => globalThis.squiggles.begin());
    await page.keyboard.press(isFault ? 'x' : 'Backspace');
    const handle = await page.waitForFunction(
      ([count, more]) => globalThis.squiggles.since(count, more),
      [before, isFault],
      { timeout: 10_000, polling: 20 },
    );
    times.push(await handle.jsonValue());
    // A person's next key comes later than this.
    await page.waitForTimeout(80 + (edit % 5) * 13);
  }
  return times;
}

/** How many of the frames, while text is typed at the end of a line, lack a squiggle that was there before. */
export async function recordFlicker(page, { line, keys }) {
  await goToEnd(page, line);
  await page.waitForTimeout(500);
  await page.evaluate(recordFrames);
  for (let key = 0; key < keys; key++) {
    await page.keyboard.press(key % 6 === 5 ? 'Space' : 'abcdefgh'[key % 8]);
    await page.waitForTimeout(30 + (key % 7) * 15);
  }
  await page.waitForTimeout(500);
  return page.evaluate(() => globalThis.endRecording());
}

async function goToEnd(page, line) {
  await page.keyboard.press('Control+g');
  await page.locator('.quick-input-widget').waitFor();
  await page.keyboard.type(`${line}`);
  await page.keyboard.press('Enter');
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  await page.keyboard.press('End');
  await page.waitForTimeout(300);
}

/* The functions below run in the page: they see nothing of this module. */

function watchSquiggles() {
  const { document, MutationObserver, MessageChannel } = globalThis;
  const counted = () => document.querySelectorAll('.editor-instance .squiggly-error').length;
  let pressed = 0;
  let changes = [];
  document.addEventListener('keydown', (event) => (pressed = event.timeStamp), true);
  const changed = () => {
    const count = counted();
    const last = changes.at(-1);
    if (last && last.count === count) return;
    const change = { count, at: undefined };
    changes.push(change);
    // The editor draws in animation frames: the next task comes after the frame has been painted.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => (change.at = performance.now());
    port2.postMessage(undefined);
  };
  new MutationObserver(changed).observe(document.querySelector('.editor-instance'), {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['class'],
  });
  globalThis.squiggles = {
    begin: () => {
      changes = [];
      return counted();
    },
    since: (before, isMore) => {
      const change = changes.find(({ count, at }) => at && (isMore ? count > before : count < before));
      return change && change.at - pressed;
    },
  };
}

function recordFrames() {
  const { document, requestAnimationFrame } = globalThis;
  const counted = () => document.querySelectorAll('.editor-instance .squiggly-error').length;
  const expected = counted();
  let frames = 0;
  let lost = 0;
  let isOver = false;
  const look = () => {
    frames++;
    if (counted() < expected) lost++;
    if (!isOver) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  globalThis.endRecording = () => {
    isOver = true;
    return { frames, lost: expected === 0 ? frames : lost };
  };
}
