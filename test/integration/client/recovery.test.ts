import assert from 'node:assert/strict';
import type { LiveSnapshot, LiveState } from '../../../src/model/live.js';
import { createHttpPlatform } from '../../../src/platform/http/httpPlatform.js';
import { createLiveState } from '../../../src/platform/live/liveState.js';
import { Bed, buildCli } from '../local/bed.js';
import { transports } from './transports.js';

for (const [name, makeTransport] of transports) {
  describe(`the live picture of a local platform over ${name}`, function () {
    this.timeout(40_000);
    const bed = new Bed();
    before(async () => {
      await buildCli();
      await bed.start();
    });
    after(() => bed.dispose());

    it('goes stale when it is killed, and lives again when it comes back on its URL', async () => {
      const { url, token } = bed.platform;
      const platform = createHttpPlatform({
        url,
        token: () => Promise.resolve(token),
        transport: makeTransport(),
      });
      const live = createLiveState(platform);
      try {
        await until(live, ({ status }) => status === 'live', 5_000);
        const { size } = live.snapshot.environments;
        assert.ok(size > 0);
        await bed.kill('SIGKILL');
        const stale = await until(live, ({ status }) => status === 'stale', 5_000);
        assert.equal(stale.environments.size, size);
        assert.equal(stale.error?.code, 'unreachable');
        const again = await bed.start();
        assert.equal(again.url, url);
        const back = await until(live, ({ status }) => status === 'live', 5_000);
        assert.equal(back.error, undefined);
      } finally {
        live.dispose();
        platform.dispose();
      }
    });
  });
}

async function until(
  live: LiveState,
  met: (snapshot: LiveSnapshot) => boolean,
  ms: number,
): Promise<LiveSnapshot> {
  if (met(live.snapshot)) return live.snapshot;
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`Still ${live.snapshot.status} after ${ms} ms`)), ms);
    const subscription = live.onDidChange(() => {
      if (!met(live.snapshot)) return;
      clearTimeout(timer);
      subscription.dispose();
      resolve();
    });
  });
  return live.snapshot;
}
