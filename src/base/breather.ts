const workMs = 10;

/**
 * For loops over many files: each call gives way to what waits (a request, a cancellation) when the last one that did
 * is 10 ms ago, and otherwise costs nothing.
 */
export function breather(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < workMs) return;
    await new Promise<void>((resolve) => {
      setTimeout(resolve, 0);
    });
    since = performance.now();
  };
}
