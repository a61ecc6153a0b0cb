/** What a suite started and what is still running after it: nothing may be. Known only where /proc is. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Processes that name `folder` in their command line, their environment or as their current folder. */
function processesOf(folder) {
  const found = [];
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const pid = Number(name);
    if (pid === process.pid) continue;
    const [command, environment, current] = [
      () => readFileSync(`/proc/${pid}/cmdline`, 'utf8'),
      () => readFileSync(`/proc/${pid}/environ`, 'utf8'),
      () => readlinkSync(`/proc/${pid}/cwd`),
    ].map((read) => {
      try {
        return read();
      } catch {
        return '';
      }
    });
    if ([command, environment, current].some((text) => text.includes(folder))) {
      found.push({ pid, command: command.replaceAll('\0', ' ').trim() });
    }
  }
  return found;
}

/** Processes of this folder that run now, none where they cannot be known. */
export function runningIn(folder) {
  if (process.platform !== 'linux') return [];
  return processesOf(folder).filter(({ command }) => command !== '');
}

/**
 * Waits until nothing of this folder runs any more. Returns the seconds since `closedAt` that took; what still runs after `graceMs` is
 * ended and returned in `left`. The local platform outlives its last window by 30 s, its services by another 5 s at most.
 */
export async function untilEnded(folder, closedAt, graceMs = 40_000) {
  while (runningIn(folder).length > 0 && Date.now() - closedAt < graceMs) {
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  const left = runningIn(folder);
  for (const { pid } of left) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself.
    }
  }
  return { seconds: (Date.now() - closedAt) / 1000, left };
}
