/** The client: what it costs against the bare `fetch`, and how many changes its store takes. */
import { ask, withBigServer } from './support/bigPlatform.mjs';
import { median } from './support/measure.mjs';

const rounds = 5;

export async function bench() {
  return await withBigServer(10_000, async (url) => [...(await overhead(url)), await store()]);
}

async function overhead(url) {
  const runs = [];
  for (let round = 0; round < rounds; round++) runs.push(await ask('overhead', url));
  const row = (what, size, transport, most) => {
    const of = (pick) => median(runs.map((run) => pick(run[size])));
    const more = of((times) => times[transport] - times.bare);
    return {
      what: `${what}, ${transport} transport`,
      ours: of((times) => times[transport]),
      peer: of((times) => times.bare),
      unit: 'ms',
      ratio: of((times) => times[transport] / times.bare),
      budget: `≤ ${most} ms more than bare fetch`,
      ok: more <= most,
    };
  };
  return [
    row('small call', 'small', 'fetch', 1),
    row('page of 200 services', 'page', 'fetch', 5),
    row('small call', 'small', 'undici', 1),
    row('page of 200 services', 'page', 'undici', 5),
  ];
}

async function store() {
  const runs = [];
  for (let round = 0; round < rounds; round++) runs.push((await ask('store')).perSecond);
  const ours = median(runs);
  return {
    what: 'changes of a picture of 10,000 services',
    ours,
    unit: '1/s',
    budget: '≥ 100 /s (5× what the picture asks)',
    ok: ours >= 100,
  };
}
