/** What `client.mjs` and `load.mjs` measure, bundled with the client: `node clientProbe.mjs WHAT URL`. Prints JSON. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fetchTransport } from '../../../src/platform/http/fetchTransport.ts';
import { undiciTransport } from '../../../src/platform/http/undiciTransport.ts';
import { createHttpPlatform } from '../../../src/platform/http/httpPlatform.ts';
import { createLiveState } from '../../../src/platform/live/liveState.ts';
import { LiveStore } from '../../../src/platform/live/store.ts';

const [what, url = ''] = process.argv.slice(2);
const token = () => Promise.resolve('token');
const makers = { fetch: fetchTransport, undici: undiciTransport };

async function perCall(calls, call) {
  for (let warm = 0; warm < calls / 4; warm++) await call(warm);
  const started = performance.now();
  for (let index = 0; index < calls; index++) await call(index);
  return (performance.now() - started) / calls;
}

/** A call through the client against the same with the bare `fetch`, small and as a page of 200 services. */
async function overhead() {
  const result = {};
  const bare = (path) => async () => {
    const response = await fetch(`${url}${path}`, { headers: { authorization: 'Bearer token' } });
    return response.json();
  };
  const pages = '/services?view=Summary&pageSize=200';
  result.bareSmall = await perCall(400, bare('/'));
  result.barePage = await perCall(60, bare(pages));
  for (const [name, make] of Object.entries(makers)) {
    const platform = createHttpPlatform({ url, token, transport: make() });
    result[`${name}Small`] = await perCall(400, () => platform.getInfo());
    result[`${name}Page`] = await perCall(60, () =>
      platform.listServices({ view: 'Summary', pageSize: 200 }),
    );
    platform.dispose();
  }
  result.bareSmall = Math.min(result.bareSmall, await perCall(400, bare('/')));
  result.barePage = Math.min(result.barePage, await perCall(60, bare(pages)));
  return result;
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
  const loop = monitorEventLoopDelay({ resolution: 10 });
  loop.enable();
  const started = performance.now();
  const live = createLiveState(platform);
  await until(() => live.snapshot.status === 'live');
  const firstMs = performance.now() - started;
  const first = { p99: loop.percentile(99) / 1e6, max: loop.max / 1e6 };
  loop.reset();
  globalThis.gc?.();
  const settled = process.memoryUsage();
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
  loop.disable();
  const used = process.cpuUsage(cpu);
  globalThis.gc?.();
  const after = process.memoryUsage();
  const mb = (bytes) => bytes / 2 ** 20;
  const result = {
    told,
    firstMs,
    first,
    lagMs,
    p99: loop.percentile(99) / 1e6,
    max: loop.max / 1e6,
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

const probes = {
  overhead,
  store: () => Promise.resolve(store()),
  load: () => load(50, Number(process.argv[4] ?? 60)),
};
process.stdout.write(JSON.stringify(await probes[what]()));
process.exit(0);
