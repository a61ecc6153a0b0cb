import { EnvHttpProxyAgent, setGlobalDispatcher } from 'undici';
import { PlatformError } from '../../src/model/errors.js';
import { deliver } from '../../src/platform/delivery.js';
import { fetchTransport } from '../../src/platform/http/fetchTransport.js';
import { createHttpPlatform } from '../../src/platform/http/httpPlatform.js';
import { createLiveState } from '../../src/platform/live/liveState.js';
import { LastGood } from '../../src/platform/live/lastGood.js';
import { undiciTransport } from '../../src/platform/http/undiciTransport.js';
import { MemoryShelf } from '../unit/platform/memoryShelf.js';
import { MemoryPending } from '../unit/platform/writes/memoryPending.js';

/**
 * Reads what a platform says of itself and deploys a release there, as a program of its own: proxies and certificates
 * come from the environment. `readOnce URL TRANSPORT SERVICE RELEASE`, the token from the standard input; prints JSON.
 */
const [url = '', over = '', service = '', release = ''] = process.argv.slice(2);
const chunks: Buffer[] = [];
for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
const token = Buffer.concat(chunks).toString();
// The editor gives its `fetch` the proxy of the machine; here the environment does.
if (over === 'fetch') setGlobalDispatcher(new EnvHttpProxyAgent());
const platform = createHttpPlatform({
  url,
  token: () => Promise.resolve(token),
  transport: over === 'fetch' ? fetchTransport() : undiciTransport(),
  policy: { backoffBaseMs: 1 },
});
const ui = { confirm: () => Promise.resolve({}), started: () => undefined, event: () => undefined };
const wanted = { kind: 'Deploy', release } as const;
const pending = new MemoryPending();
const read = await outcome(async () => ({ name: (await platform.getInfo()).name }));
const sent = await outcome(async () => {
  const result = await deliver(platform, service, 'development', wanted, ui, { pending });
  return { state: result.outcome === 'done' ? result.operation.state : result.outcome };
});
const picture = await pictureAfterwards();
process.stdout.write(`${JSON.stringify({ read, sent, kept: pending.writes.size, picture })}\n`);
platform.dispose();

/** What the picture is once it has been asked for, where one was known before. */
async function pictureAfterwards(): Promise<object> {
  const last = new LastGood(new MemoryShelf(), url, () => Promise.resolve('mia'));
  const services = new Map([['known', { name: 'known' }]]);
  const nothing = { environments: new Map(), operations: new Map() };
  await last.keep({ status: 'live', services, ...nothing, asOf: 1_000 });
  const live = createLiveState(platform, { last });
  await new Promise<void>((resolve) => {
    const look = (): void => {
      if (['live', 'stale', 'failed'].includes(live.snapshot.status)) resolve();
    };
    live.onDidChange(look);
  });
  const { status, asOf, services: shown } = live.snapshot;
  live.dispose();
  return { status, asOf, known: shown.has('known') };
}

async function outcome(work: () => Promise<object>): Promise<object> {
  try {
    return await work();
  } catch (error) {
    return {
      code: PlatformError.is(error) ? error.code : '',
      message: error instanceof Error ? error.message : String(error),
    };
  }
}
