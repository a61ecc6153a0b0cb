import assert from 'node:assert/strict';
import { deliver } from '../../../src/platform/delivery.js';
import { fetchTransport } from '../../../src/platform/http/fetchTransport.js';
import { createHttpPlatform } from '../../../src/platform/http/httpPlatform.js';
import type { OperationEvent } from '../../../src/model/delivery.js';
import { UserError } from '../../../src/model/errors.js';
import { Bed, buildCli, manifest, serverJs } from './bed.js';

describe('the client and the local platform', function () {
  this.timeout(60_000);
  let bed: Bed;
  before(buildCli);
  beforeEach(async () => {
    bed = new Bed();
    await bed.start();
  });
  afterEach(() => bed.dispose());

  it('make a release, deploy it guarded, follow it, read logs and hear of changes', async () => {
    const platform = createHttpPlatform({
      url: bed.platform.url,
      token: () => Promise.resolve(bed.platform.token),
      transport: fetchTransport(),
    });
    const folder = bed.source('hello', { 'server.js': serverJs('one') });
    const stop = new AbortController();
    const heard = new Set<string>();
    const watching = (async () => {
      for await (const { type } of platform.watch({ signal: stop.signal })) heard.add(type);
    })().catch(() => undefined);
    const release = await platform.createRelease(
      'hello',
      { manifest: manifest('hello') as Record<string, unknown>, source: { folder } },
      { idempotencyKey: crypto.randomUUID() },
    );
    const events: OperationEvent[] = [];
    const ui = { started: () => undefined, event: (event: OperationEvent) => void events.push(event) };
    const wanted = { kind: 'Deploy', release: release.id } as const;
    const result = await deliver(platform, 'hello', 'development', wanted, {
      ...ui,
      confirm: () => Promise.resolve({}),
    });
    assert.equal(result.outcome === 'done' && result.operation.state, 'Succeeded');
    assert.equal(events.at(-1)?.type, 'done');
    await assert.rejects(
      deliver(platform, 'hello', 'production', wanted, { ...ui, confirm: () => Promise.resolve({}) }),
      UserError,
    );
    const answer = { typedName: 'production', reason: 'First release' };
    const live = await deliver(platform, 'hello', 'production', wanted, {
      ...ui,
      confirm: () => Promise.resolve(answer),
    });
    assert.equal(live.outcome === 'done' && live.operation.state, 'Succeeded');
    const lines: string[] = [];
    for await (const line of platform.logs('hello', 'production')) lines.push(line.message);
    assert.deepEqual(lines, ['listening']);
    const findings = await platform.validateManifest(
      'apiVersion: goldenpath.dev/v1alpha1\nkind: Service\nmetadata: { name: x, titel: y }\n',
    );
    assert.ok(
      findings.some(
        ({ pointer, code }) => `${pointer} ${code}` === '/metadata/titel schema/unknown-property',
      ),
    );
    stop.abort();
    await watching;
    assert.ok(
      heard.has('platform.service.changed') && heard.has('platform.operation.changed'),
      [...heard].join(),
    );
    platform.dispose();
  });
});
