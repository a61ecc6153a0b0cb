/** What 10,000 services with 50 events a second for a minute do to the process that looks at them. */
import os from 'node:os';
import { ask, withBigServer } from './support/bigPlatform.mjs';

const services = 10_000;
const seconds = 60;

export async function bench() {
  return await withBigServer(services, load);
}

async function load(url) {
  const [seen, idle] = await Promise.all([ask('load', url, String(seconds)), ask('idle', String(seconds))]);
  const { told, firstMs, first, lagMs, held, heap, growth, rss, cpu } = seen;
  const busy = `load of the machine ${os.loadavg()[0].toFixed(1)} on ${os.cpus().length} cores`;
  const most = (what, ours, unit, limit, note, peer) => ({
    what,
    ours,
    unit,
    budget: `≤ ${limit} ${unit}`,
    ok: ours <= limit,
    note,
    ...(peer !== undefined && { peer }),
  });
  // A machine that does other things is late for everybody: the clock's view stands beside that of an idle program.
  const loop = (what, of, limit) =>
    most(
      `event loop held up by the client, ${what}`,
      of(held.own),
      'ms',
      limit,
      `by the clock ${round(of(held.late))} ms, an idle program beside it ${round(of(idle.late))} ms; ${busy}`,
      of(idle.own),
    );
  return [
    most(
      `first picture of ${services} services`,
      firstMs,
      'ms',
      5_000,
      `loop p99 ${round(first.own.p99)} ms, max ${round(first.own.max)} ms`,
    ),
    loop('p99', ({ p99 }) => p99, 50),
    loop('max', ({ max }) => max, 200),
    most('from the last event to the true picture', lagMs, 'ms', 1_000, `${told} events in ${seconds} s`),
    most('heap of the picture', heap, 'MB', 100, `resident ${round(rss)} MB`),
    most('growth of the heap in that minute', growth, 'MB', 20),
    most('processor, of one core', cpu * 100, '%', 25),
  ];
}

const round = Math.round;
