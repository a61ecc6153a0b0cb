import assert from 'node:assert/strict';
import {
  createBackstagePlatform,
  type BackstagePlatform,
} from '../../../src/platform/backstage/backstagePlatform.js';
import type { Transport } from '../../../src/platform/http/transport.js';
import { undiciTransport } from '../../../src/platform/http/undiciTransport.js';
import { isBackstageThere, startBackstage, type RunningBackstage } from './backstage.js';

const count = 20_000;

/** Tells how often and with what is asked. */
function watched(asked: string[]): Transport {
  const inner = undiciTransport();
  return {
    send: (request) => {
      asked.push(request.url.search);
      return inner.send(request);
    },
    dispose: () => inner.dispose(),
  };
}

describe('a real Backstage with many components', function () {
  this.timeout(180_000);
  const asked: string[] = [];
  let backstage: RunningBackstage | undefined;
  let platform: BackstagePlatform | undefined;

  before(async function () {
    if (!isBackstageThere()) this.skip();
    const running = (backstage = await startBackstage({ components: count }));
    const token = (): Promise<string> => Promise.resolve(running.token);
    platform = createBackstagePlatform({ url: running.url, token, transport: watched(asked) });
  });
  after(async () => {
    platform?.dispose();
    await backstage?.stop();
  });
  beforeEach(() => asked.splice(0));

  it('gives a page in one request, however much is asked for', async () => {
    const { items, nextPageToken } = await platform!.listServices({ pageSize: 1_000_000 });
    assert.equal(items.length, 500);
    assert.notEqual(nextPageToken, undefined);
    assert.equal(asked.length, 1);
    assert.match(asked[0] ?? '', /limit=500.*fields=/);
    assert.equal((await platform!.listServices()).items.length, 50);
  });

  it('filters on the server', async () => {
    const last = `made-${String(count - 1).padStart(5, '0')}`;
    const { items } = await platform!.listServices({ q: last });
    assert.deepEqual(
      items.map(({ name }) => name),
      [last],
    );
    assert.equal(asked.length, 1);
    assert.equal((await platform!.listServices({ owner: 'user:grace' })).items.length, 1);
  });

  it('is walked to its end, each service once', async () => {
    const names = new Set<string>();
    let pageToken: string | undefined;
    do {
      const page = await platform!.listServices({
        pageSize: 500,
        ...(pageToken !== undefined && { pageToken }),
      });
      for (const { name } of page.items) names.add(name);
      pageToken = page.nextPageToken;
    } while (pageToken !== undefined);
    assert.equal(names.size, count + 4);
    assert.equal(asked.length, Math.ceil((count + 4) / 500));
  });
});
