import type { LiveSnapshot, LiveState } from '../../../../src/model/live.js';

/** Fast enough for tests, without being instant. */
export const quick = {
  pollMs: 20,
  openMs: 500,
  gatherMs: 0,
  changeMs: 5,
  reconnectMs: 2,
  reconnectCapMs: 5,
  steadyMs: 10_000,
  wakeRestMs: 5,
};

/** Waits for a snapshot, by change events alone: a change that is not told is a failure. */
export async function until(
  state: LiveState,
  met: (snapshot: LiveSnapshot) => boolean,
): Promise<LiveSnapshot> {
  if (met(state.snapshot)) return state.snapshot;
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      subscription.dispose();
      const services = [...state.snapshot.services];
      reject(new Error(`Not met: ${JSON.stringify({ ...state.snapshot, services })}`));
    }, 1500);
    const subscription = state.onDidChange(() => {
      if (!met(state.snapshot)) return;
      clearTimeout(timer);
      subscription.dispose();
      resolve();
    });
  });
  return state.snapshot;
}

/** Waits for anything, looking again and again. */
export async function poll(met: () => boolean): Promise<void> {
  const end = performance.now() + 1500;
  while (!met()) {
    if (performance.now() > end) throw new Error('Not met in time.');
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
