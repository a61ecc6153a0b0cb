import { mock } from 'node:test';

/** Time that passes only when told, for `setTimeout` and `Date`. Call in `beforeEach`; undo with `mock.timers.reset()`. */
export function stopTime(): void {
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: Date.parse('2026-03-01T12:00:00Z') });
}

export function startTime(): void {
  mock.timers.reset();
}

/** Lets `ms` go by in steps small enough that what one timer starts is there before the next. */
export async function pass(ms: number): Promise<void> {
  await settle();
  const step = Math.max(1, ms / 50);
  for (let gone = 0; gone < ms; gone += step) {
    mock.timers.tick(Math.min(step, ms - gone));
    await settle();
  }
}

/** Lets everything that waits for no timer go on. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 5; round++) await new Promise((resolve) => setImmediate(resolve));
}
