/** What `client.mjs` and `load.mjs` measure, bundled with the client: `node clientProbe.mjs WHAT URL`. Prints JSON. */
import { fetchTransport } from '../../../src/platform/http/fetchTransport.ts';
import { undiciTransport } from '../../../src/platform/http/undiciTransport.ts';
import { createHttpPlatform } from '../../../src/platform/http/httpPlatform.ts';
import { createLiveState } from '../../../src/platform/live/liveState.ts';
import { LiveStore } from '../../../src/platform/live/store.ts';
import { watchLoop } from './loopHold.mjs';
import { median } from './median.mjs';

const [what, url = ''] = process.argv.slice(2);
const token = () => Promise.resolve('token');
const makers = { fetch: fetchTransport, undici: undiciTransport };

/** The calls in turns, so that a machine that is held up holds all of them up alike; the median of each, in ms. */
async function inTurns(calls, rounds) {
  const times = Object.fromEntries(Object.keys(calls).map((name) => [name, []]));
  for (let round = -rounds / 4; round < rounds; round++) {
    for (const [name, call] of Object.entries(calls)) {
      const started = performance.now();
      await call();
      if (round >= 0) times[name].push(performance.now() - started);
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, taken]) => [name, median(taken)]));
}

/** A call through the client against the same with the bare `fetch`, small and as a page of 200 services. */
async function overhead() {
  const platforms = Object.entries(makers).map(([name, make]) => [
    name,
    createHttpPlatform({ url, token, transport: make() }),
  ]);
  const bare = (path) => async () => {
    const response = await fetch(`${url}${path}`, { headers: { authorization: 'Bearer token' } });
    return response.json();
  };
  const through = (call) =>
    Object.fromEntries(platforms.map(([name, platform]) => [name, () => call(platform)]));
  const small = await inTurns({ bare: bare('/'), ...through((platform) => platform.getInfo()) }, 400);
  const page = await inTurns(
    {
      bare: bare('/services?view=Summary&pageSize=200'),
      ...through((platform) => platform.listServices({ view: 'Summary', pageSize: 200 })),
    },
    100,
  );
  for (const [, platform] of platforms) platform.dispose();
  return { small, page };
}

/** Changes of one service each in a store of 10,000, told to a listener. */
function store() {
  const live = new LiveStore(250);
  const services = new Map(
    Array.from({ length: 10_000 }, (_, index) => [`s${index}`, { name: `s${index}`, environments: [] }]),
  );
  let snapshot = { ...live.snapshot, status: 'live', services };
  live.set(snapshot);
  const rounds = 2_000;
  const started = performance.now();
  for (let round = 0; round < rounds; round++) {
    const next = new Map(snapshot.services);
    next.set(`s${round}`, { name: `s${round}`, environments: [], title: String(round) });
    snapshot = { ...snapshot, services: next };
    live.set(snapshot);
  }
  const perSecond = rounds / ((performance.now() - started) / 1000);
  live.dispose();
  return { perSecond };
}

/** 10,000 services, 50 events a second: what that does to this process. */
async function load(rate, seconds) {
  const platform = createHttpPlatform({ url, token, transport: fetchTransport() });
  globalThis.gc?.();
  const before = process.memoryUsage();
  const loop = watchLoop();
  const started = performance.now();
  const live = createLiveState(platform);
  await until(() => live.snapshot.status === 'live');
  const firstMs = performance.now() - started;
  const first = loop.take();
  globalThis.gc?.();
  const settled = process.memoryUsage();
  loop.take();
  const cpu = process.cpuUsage();
  const told = Number(
    await (
      await fetch(`${url.replace('/v1', '')}/bench?rate=${rate}&seconds=${seconds}`, { method: 'POST' })
    ).text(),
  );
  const truth = await (await fetch(`${url}/truth`)).json();
  const lagStarted = performance.now();
  await until(() => isTrue(live.snapshot.services, truth));
  const lagMs = performance.now() - lagStarted;
  const held = loop.take();
  loop.stop();
  const used = process.cpuUsage(cpu);
  globalThis.gc?.();
  const after = process.memoryUsage();
  const mb = (bytes) => bytes / 2 ** 20;
  const result = {
    told,
    firstMs,
    first,
    lagMs,
    held,
    heap: mb(settled.heapUsed - before.heapUsed),
    growth: mb(after.heapUsed - settled.heapUsed),
    rss: mb(after.rss),
    cpu: (used.user + used.system) / 1e6 / seconds,
  };
  live.dispose();
  platform.dispose();
  return result;
}

function isTrue(services, truth) {
  return Object.entries(truth).every(([name, { version }]) => {
    const current = services.get(name)?.environments?.[0]?.current;
    return current?.version === `1.${version}.0`;
  });
}

async function until(holds) {
  for (const end = Date.now() + 30_000; !holds();) {
    if (Date.now() > end) throw new Error('waited 30 s');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** What a program that does nothing sees of this machine meanwhile. */
async function idle(seconds) {
  const loop = watchLoop();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  const held = loop.take();
  loop.stop();
  return held;
}

const probes = {
  overhead,
  store: () => Promise.resolve(store()),
  load: () => load(50, Number(process.argv[4] ?? 60)),
  idle: () => idle(Number(url)),
};
process.stdout.write(JSON.stringify(await probes[what]()));
process.exit(0);
