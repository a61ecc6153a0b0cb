/** What 10,000 services with 50 events a second for a minute do to the process that looks at them. */
import { ask, withBigServer } from './support/bigPlatform.mjs';

const services = 10_000;

export async function bench() {
  return await withBigServer(services, load);
}

async function load(url) {
  const { told, firstMs, first, lagMs, p99, max, heap, growth, rss, cpu } = await ask('load', url);
  const note = `${services} services, ${told} events in a minute`;
  const most = (what, ours, unit, limit, text = note) => ({
    what,
    ours,
    unit,
    budget: `≤ ${limit} ${unit}`,
    ok: ours <= limit,
    note: text,
  });
  return [
    most(
      'first picture of 10,000 services',
      firstMs,
      'ms',
      5_000,
      `loop p99 ${Math.round(first.p99)} ms, max ${Math.round(first.max)} ms`,
    ),
    most('event loop under load, p99', p99, 'ms', 50),
    most('event loop under load, max', max, 'ms', 200),
    most('from the last event to the true picture', lagMs, 'ms', 1_000),
    most('heap of the picture', heap, 'MB', 100, `resident ${Math.round(rss)} MB`),
    most('growth of the heap in that minute', growth, 'MB', 20),
    most('processor, of one core', cpu * 100, '%', 25),
  ];
}
