/** How long a program holds up its own event loop, apart from a machine that does not let it run. */
import { performance } from 'node:perf_hooks';

const tickMs = 10;

/**
 * Looks every 10 ms how much later than that it is, and how much of the time the processor worked for this program: no
 * more than that can the program itself be late. `late` is what a clock sees, `own` what the program is to blame for.
 */
export function watchLoop() {
  const late = [];
  const own = [];
  let at = performance.now();
  let used = process.cpuUsage();
  const timer = setInterval(() => {
    const [now, { user, system }] = [performance.now(), process.cpuUsage(used)];
    const lateMs = Math.max(0, now - at - tickMs);
    late.push(lateMs);
    own.push(Math.min(lateMs, (user + system) / 1_000));
    [at, used] = [performance.now(), process.cpuUsage()];
  }, tickMs);
  return {
    /** What was seen since the last call. */
    take: () => ({ late: summary(late.splice(0)), own: summary(own.splice(0)) }),
    stop: () => clearInterval(timer),
  };
}

function summary(values) {
  const sorted = values.sort((a, b) => a - b);
  return { p99: sorted[Math.floor(sorted.length * 0.99)] ?? 0, max: sorted.at(-1) ?? 0 };
}
