import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Bed, buildCli as buildPlatform } from '../local/bed.js';
import { RawClient } from '../server/rawClient.js';
import { buildCli, program, runCli } from './cliProgram.js';

const uri = 'file:///nowhere/a.platform.yaml';
const service = `apiVersion: goldenpath.dev/v1alpha1
kind: Service
metadata: { name: basket }
spec:
  type: service
  owner: group:default/payments
  workload: { containers: { main: { image: . } } }
  environments:
    `;
const end = { line: 8, character: 4 };

interface Item {
  readonly label: string;
}

describe('golden-path lsp', function () {
  this.timeout(40_000);
  const bed = new Bed();
  const clients: RawClient[] = [];

  before(() => Promise.all([buildCli(), buildPlatform()]));
  afterEach(async () => {
    for (const client of clients.splice(0)) {
      client.process.kill('SIGKILL');
      if (client.process.exitCode === null && client.process.signalCode === null) {
        await once(client.process, 'exit');
      }
    }
  });
  after(() => bed.dispose());

  function start(...args: readonly string[]): RawClient {
    const client = new RawClient(['lsp', '--stdio', ...args], program);
    clients.push(client);
    return client;
  }

  async function labelsAt(client: RawClient): Promise<string[]> {
    const params = { textDocument: { uri }, position: end };
    const answer = await client.request<readonly Item[] | { items: readonly Item[] }>(
      'textDocument/completion',
      params,
    );
    return ('items' in answer ? answer.items : answer).map(({ label }) => label);
  }

  it('serves any editor, and ends when the editor says so', async () => {
    const client = start();
    await client.start();
    client.open(uri, service.replace('type: service', 'type: servce').trimEnd());
    const { diagnostics } = await client.diagnostics(uri);
    assert.ok(diagnostics.some(({ code }) => code === 'schema/wrong-value'));
    const link = diagnostics[0] as { codeDescription?: { href: string } } | undefined;
    assert.match(link?.codeDescription?.href ?? '', /^file:.*\/docs\/rules\/schema--/);
    assert.equal(await client.stop(), 0);
  });

  it('ends with 1 when the editor goes away', async () => {
    const client = start();
    await client.start();
    client.process.stdin?.end();
    const [code] = (await once(client.process, 'exit')) as [number];
    assert.equal(code, 1);
  });

  it('tells the names that a platform has now', async () => {
    const { url, tokenFile } = await bed.start();
    const { items } = await bed.get<{ items: { name: string }[] }>('/environments');
    assert.ok(items.length > 0);
    const client = start('--platform', url, '--token-file', tokenFile);
    await client.start();
    client.open(uri, service);
    const labels = await labelsAt(client);
    for (const { name } of items) assert.ok(labels.includes(name), `${name} in ${labels.join(', ')}`);
    assert.equal(await client.stop(), 0);
  });

  it('is silent about a platform that cannot be reached, and no slower', async () => {
    const client = start('--platform', 'http://127.0.0.1:9/v1');
    await client.start();
    client.open(uri, service);
    const started = performance.now();
    await labelsAt(client);
    assert.ok(performance.now() - started < 3000);
    const { diagnostics } = await client.diagnostics(uri);
    assert.ok(!diagnostics.some(({ message }) => /platform/i.test(message)), JSON.stringify(diagnostics));
    assert.equal(await client.stop(), 0);
  });

  it('says why it cannot start', async () => {
    const silent = await runCli(['lsp']);
    assert.deepEqual([silent.code, silent.out], [2, '']);
    assert.match(silent.err, /--stdio is missing/);
    const wrong = await runCli(['lsp', '--stdio', '--platform', 'http://example.com']);
    assert.equal(wrong.code, 2);
    const missing = await runCli([
      'lsp',
      '--stdio',
      '--platform',
      'http://127.0.0.1:9',
      '--token-file',
      '/none',
    ]);
    assert.match(missing.err, /token file \/none cannot be read/);
  });
});
