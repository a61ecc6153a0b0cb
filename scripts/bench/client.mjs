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
  const of = (name) => median(runs.map((run) => run[name]));
  const row = (what, name, peer, most) => {
    const more = median(runs.map((run) => run[name] - run[peer]));
    return {
      what,
      ours: of(name),
      peer: of(peer),
      unit: 'ms',
      ratio: median(runs.map((run) => run[name] / run[peer])),
      budget: `≤ ${most} ms more than bare fetch`,
      ok: more <= most,
    };
  };
  return [
    row('small call, fetch transport', 'fetchSmall', 'bareSmall', 1),
    row('page of 200 services, fetch transport', 'fetchPage', 'barePage', 5),
    row('small call, undici transport', 'undiciSmall', 'bareSmall', 1),
    row('page of 200 services, undici transport', 'undiciPage', 'barePage', 5),
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
