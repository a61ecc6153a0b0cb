import assert from 'node:assert/strict';
import type { Operation, OperationEvent } from '../../../src/model/delivery.js';
import { PlatformError } from '../../../src/model/errors.js';
import type { Platform } from '../../../src/model/platform.js';
import { deliver, type DeliveryUi } from '../../../src/platform/delivery.js';
import { createHttpPlatform } from '../../../src/platform/http/httpPlatform.js';
import { resumeDelivery } from '../../../src/platform/writes/resumeDelivery.js';
import { FaultProxy, loseAnswer, pass, type ProxiedRequest } from '../../support/faultProxy.js';
import { MemoryPending } from '../../unit/platform/writes/memoryPending.js';
import { transports } from '../client/transports.js';
import { Bed, buildCli, manifest, serverJs } from '../local/bed.js';

const isSend = ({ method, path }: ProxiedRequest): boolean =>
  method === 'POST' && path.endsWith('/deployments');
const isEvents = ({ path }: ProxiedRequest): boolean => path.includes('/events');

class Ui implements DeliveryUi {
  asked = 0;
  readonly operations: string[] = [];
  readonly events: OperationEvent[] = [];

  confirm(): Promise<object> {
    this.asked++;
    return Promise.resolve({});
  }

  started({ id }: Operation): void {
    this.operations.push(id);
  }

  event(event: OperationEvent): void {
    this.events.push(event);
  }
}

for (const [name, makeTransport] of transports) {
  describe(`deployments to a real platform on a bad day over ${name}`, function () {
    this.timeout(60_000);
    const bed = new Bed();
    const proxy = new FaultProxy();
    const opened: Platform[] = [];
    let count = 0;
    let service = '';
    let wanted: { kind: 'Deploy'; release: string };

    const connect = (): Platform => {
      const platform = createHttpPlatform({
        url: proxy.url,
        token: () => Promise.resolve(bed.platform.token),
        transport: makeTransport(),
      });
      opened.push(platform);
      return platform;
    };

    before(async () => {
      await buildCli();
      await bed.start();
      await proxy.start(bed.platform.url);
    });
    after(async () => {
      await proxy.stop();
      await bed.dispose();
    });
    beforeEach(async () => {
      proxy.always(pass);
      service = `hello-${++count}`;
      const folder = bed.source(service, { 'server.js': serverJs('one') });
      wanted = { kind: 'Deploy', release: (await bed.release(manifest(service), folder)).id };
    });
    afterEach(() => {
      for (const platform of opened.splice(0)) platform.dispose();
    });

    const deploymentsMade = async (): Promise<number> =>
      (await bed.deployments(service, 'development')).length;

    it('are made once when the answer is lost after the platform took them', async () => {
      const ui = new Ui();
      let lost = 0;
      proxy.fault = (exchange) => (isSend(exchange.request) && lost++ < 2 ? loseAnswer : pass)(exchange);
      const result = await deliver(connect(), service, 'development', wanted, ui, {
        pending: new MemoryPending(),
      });
      assert.equal(result.outcome === 'done' && result.operation.state, 'Succeeded');
      assert.equal(lost, 3);
      assert.equal(ui.operations.length, 1);
      assert.equal(await deploymentsMade(), 1);
    });

    it('of which every answer is lost are taken up by asking again, as the same one', async () => {
      const pending = new MemoryPending();
      proxy.always(loseAnswer, isSend);
      await assert.rejects(
        deliver(connect(), service, 'development', wanted, new Ui(), { pending }),
        (error) => {
          assert.ok(PlatformError.is(error, 'unreachable'));
          assert.match(error.message, /began is not known: run it again, it is never done twice\.$/);
          return true;
        },
      );
      assert.equal(pending.writes.size, 1);
      proxy.always(pass);
      const ui = new Ui();
      const result = await deliver(connect(), service, 'development', wanted, ui, { pending });
      assert.equal(result.outcome === 'done' && result.operation.state, 'Succeeded');
      assert.equal(ui.asked, 0);
      assert.equal(await deploymentsMade(), 1);
      assert.equal(pending.writes.size, 0);
    });

    it('go on after the program that sent them was killed, before the answer or after it', async () => {
      for (const dies of ['before the answer', 'after the answer'] as const) {
        const folder = bed.source(`${service}-x`, { 'server.js': serverJs('one') });
        service = `${service}-x`;
        const release = await bed.release(manifest(service), folder);
        const pending = new MemoryPending();
        const first = connect();
        proxy.always(dies === 'before the answer' ? loseAnswer : pass, isSend);
        const dead = new Ui();
        const gone = deliver(first, service, 'development', { kind: 'Deploy', release: release.id }, dead, {
          pending,
        });
        gone.catch(() => undefined);
        const isDead = (): boolean =>
          dies === 'before the answer' ? proxy.seen.some(isSend) : dead.operations.length > 0;
        while (!isDead()) await new Promise((resolve) => setImmediate(resolve));
        // A kill: nothing the first program would still do counts, only what it had kept.
        const kept = [...pending.writes.values()];
        first.dispose();
        proxy.always(pass);
        proxy.drop();

        const reborn = new MemoryPending();
        for (const write of kept) await reborn.keep(write);
        assert.equal(kept.length, 1, dies);
        const ui = new Ui();
        const result = await resumeDelivery(connect(), kept[0]!, reborn, ui);
        assert.equal(result.outcome === 'done' && result.operation.state, 'Succeeded', dies);
        assert.equal(await deploymentsMade(), 1);
        assert.equal(reborn.writes.size, 0);
      }
    });

    it('are followed to their end though the stream breaks again and again', async () => {
      const ui = new Ui();
      let broken = 0;
      proxy.fault = async (exchange) => {
        if (!isEvents(exchange.request) || broken++ >= 3) return pass(exchange);
        const answer = await exchange.upstream();
        exchange.response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.once('data', (chunk: Buffer) =>
          exchange.response.write(chunk, () => exchange.response.destroy()),
        );
      };
      const result = await deliver(connect(), service, 'development', wanted, ui, {
        pending: new MemoryPending(),
      });
      assert.equal(result.outcome === 'done' && result.operation.state, 'Succeeded');
      const ids = ui.events.map(({ id }) => id);
      assert.equal(new Set(ids).size, ids.length, 'no event twice');
      const all = await bed.get<{ items: OperationEvent[] }>(`/operations/${ui.operations[0] ?? ''}/events`);
      assert.deepEqual(
        ids,
        all.items.map(({ id }) => id),
        'and none lost',
      );
      assert.ok(broken >= 4);
    });
  });
}
