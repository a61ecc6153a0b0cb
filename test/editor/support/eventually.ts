/** Looks every 50 ms until `probe` gives something; fails after `deadlineMs` with what it saw last. */
export async function eventually<T>(
  what: string,
  probe: () => T | undefined | false | Promise<T | undefined | false>,
  deadlineMs = 10_000,
  seen: () => unknown = () => undefined,
): Promise<T> {
  const end = Date.now() + deadlineMs;
  for (;;) {
    const found = await probe();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > end) {
      throw new Error(`Waited ${deadlineMs} ms for this: ${what}. Seen last: ${JSON.stringify(seen())}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Holds over a while: fails as soon as `broken` gives something. */
export async function never(what: string, broken: () => unknown, whileMs = 700): Promise<void> {
  const end = Date.now() + whileMs;
  while (Date.now() < end) {
    const found = broken();
    if (found !== undefined && found !== false) {
      throw new Error(`Must not be: ${what}. Seen: ${JSON.stringify(found)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
