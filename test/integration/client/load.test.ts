import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createHttpPlatform } from '../../../src/platform/http/httpPlatform.js';
import { createLiveState } from '../../../src/platform/live/liveState.js';
import { FaultProxy } from '../../support/faultProxy.js';
import { until } from '../local/bed.js';
import { transports } from './transports.js';

const root = process.env['GOLDEN_PATH_ROOT'] ?? process.cwd();
const services = 10_000;
const changes = 600;

/** `npm run bench -- load` measures the same for a minute; here only what comes out counts. */
for (const [name, makeTransport] of transports) {
  describe(`a platform of ${services} services over ${name}`, () => {
    const proxy = new FaultProxy();
    let server: ChildProcess;
    let url = '';
    before(async () => {
      const program = path.join(root, 'scripts', 'bench', 'support', 'bigServer.mjs');
      server = spawn(process.execPath, [program, String(services)], { stdio: ['ignore', 'pipe', 'inherit'] });
      assert.ok(server.stdout);
      const [line] = (await once(server.stdout, 'data')) as [Buffer];
      url = line.toString().trim();
      await proxy.start(url);
    });
    after(async () => {
      await proxy.stop();
      server.kill();
      await once(server, 'exit');
    });

    it('is read once, and what changes is read in batches until the picture is true', async () => {
      const platform = createHttpPlatform({
        url: proxy.url,
        token: () => Promise.resolve('token'),
        transport: makeTransport(),
      });
      const live = createLiveState(platform, { timing: { openMs: 10_000 } });
      let told = 0;
      live.onDidChange(() => told++);
      try {
        await until(() => live.snapshot.status === 'live', 'the picture', 20_000);
        assert.equal(live.snapshot.services.size, services);
        const pages = proxy.seen.filter(({ path: asked }) => asked.startsWith('/v1/services?'));
        assert.equal(pages.length, services / 200);

        proxy.seen.length = 0;
        told = 0;
        const bench = `${new URL(url).origin}/bench?rate=${changes / 2}&seconds=2`;
        assert.equal(await (await fetch(bench, { method: 'POST' })).text(), String(changes));
        const truth = (await (await fetch(`${url}/truth`)).json()) as Record<string, { version: number }>;
        await until(() => isTrue(truth), 'the truth');
        const reads = proxy.seen.map(({ path: asked }) => asked);
        assert.ok(reads.every((asked) => asked.startsWith('/v1/services?') && asked.includes('names=')));
        assert.ok(reads.length <= changes / 5, `${reads.length} reads of ${changes} changes`);
        assert.ok(told <= changes / 10, `${told} redraws of ${changes} changes`);
      } finally {
        live.dispose();
        platform.dispose();
      }

      function isTrue(truth: Readonly<Record<string, { version: number }>>): boolean {
        return Object.entries(truth).every(([service, { version }]) => {
          const current = live.snapshot.services.get(service)?.environments?.[0]?.current;
          return current?.version === `1.${version}.0`;
        });
      }
    });
  });
}
