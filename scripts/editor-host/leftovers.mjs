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

/**
 * Waits until nothing of these folders runs any more; what still does after `graceMs` is ended and returned. The local
 * platform outlives its last window by 30 s, and its services by another 5 s at most.
 */
export async function endLeftovers(folders, graceMs = 40_000) {
  if (process.platform !== 'linux') return [];
  const running = () => folders.flatMap(processesOf).filter(({ command }) => command !== '');
  const deadline = Date.now() + graceMs;
  while (running().length > 0 && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  const left = running();
  for (const { pid } of left) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself.
    }
  }
  return left;
}
