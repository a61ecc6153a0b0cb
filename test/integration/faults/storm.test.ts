import assert from 'node:assert/strict';
import { PlatformError } from '../../../src/model/errors.js';
import { createHttpPlatform } from '../../../src/platform/http/httpPlatform.js';
import { FaultServer, json, problem } from '../client/faultServer.js';
import { transports } from '../client/transports.js';

const breakerOpenMs = 150;
for (const [name, makeTransport] of transports) {
  describe(`a storm of errors over ${name}`, () => {
    const server = new FaultServer();
    before(() => server.start());
    after(() => server.stop());

    it('costs a failing platform no more than a tenth above what it is asked, and one probe finds its end', async () => {
      const platform = createHttpPlatform({
        url: server.url,
        token: () => Promise.resolve('canary'),
        transport: makeTransport(),
        policy: { backoffBaseMs: 0, breakerOpenMs, breakerOpenCapMs: breakerOpenMs },
      });
      const ask = async (count: number): Promise<readonly string[]> => {
        const codes: string[] = [];
        for (let index = 0; index < count; index++) {
          const code = await platform.getService(`s${index}`).then(
            () => '',
            (error: unknown) => (PlatformError.is(error) ? error.code : String(error)),
          );
          codes.push(code);
        }
        return codes;
      };
      try {
        server.will(problem(500, 'internal'));
        const codes = await ask(200);
        assert.ok(codes.every((code) => code !== ''));
        assert.ok(server.seen.length <= 220, `${server.seen.length} requests for 200 reads`);

        await new Promise((resolve) => setTimeout(resolve, 2 * breakerOpenMs));
        const before = server.seen.length;
        await Promise.all(Array.from({ length: 20 }, () => ask(1)));
        assert.equal(server.seen.length - before, 1, 'one probe while it lasts');

        server.will(json({ name: 's0' }));
        await new Promise((resolve) => setTimeout(resolve, 2 * breakerOpenMs));
        assert.deepEqual(await ask(3), ['', '', ''], 'and all is well after one that works');
      } finally {
        platform.dispose();
      }
    });
  });
}
