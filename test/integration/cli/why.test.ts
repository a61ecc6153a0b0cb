import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { whyCommand } from '../../../src/cli/commands/why.js';
import { runCli } from '../../../src/cli/runCli.js';
import { memoryIo } from '../../unit/cli/memoryIo.js';

const table = { why: { summary: '', load: () => Promise.resolve(whyCommand) } };
const time = '2026-01-01T00:00:00Z';
const open = {
  environments: { items: [{ name: 'production', type: 'production', production: true }] },
  'services/shop': { name: 'shop', environments: [{ environment: 'production', health: 'Healthy' }] },
  'access/evaluations': { evaluations: [{ decision: true }] },
  'services/shop/releases': { items: [{ id: 'rel_1', version: '1', createdAt: time }] },
  'services/shop/deployments': { items: [] },
  plan: { fingerprint: 'f', summary: {}, changes: [] },
  'services/shop/environments/production/events': { items: [] },
  'services/shop/environments/production/logs': { items: [] },
};

describe('golden-path why', () => {
  let server: Server;
  let answers: Record<string, unknown> = open;
  let folder = '';
  let connection: readonly string[] = [];
  const sent: string[] = [];

  before(async () => {
    server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
      const isPlan = request.method === 'POST' && pathname.endsWith('/deployments');
      if (isPlan) sent.push(searchParams.get('dryRun') ?? 'sent');
      const body = answers[isPlan ? 'plan' : pathname.replace(/^\/v1\//, '')];
      response.writeHead(body === undefined ? 501 : 200, {
        'content-type': body === undefined ? 'application/problem+json' : 'application/json',
      });
      response.end(
        JSON.stringify(body ?? { type: '/problems/not-implemented', title: 'Not implemented', status: 501 }),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    folder = await mkdtemp(path.join(tmpdir(), 'golden-path-'));
    await writeFile(path.join(folder, 'token'), 'canary-token\n');
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/v1`;
    connection = ['--url', url, '--token-file', path.join(folder, 'token'), '--path', folder];
  });
  beforeEach(() => (answers = open));
  after(async () => {
    server.close();
    await rm(folder, { recursive: true });
  });

  async function run(...args: readonly string[]) {
    const { io, out, err } = memoryIo();
    const code = await runCli(['why', ...args, ...connection], io, table);
    return { code, out: out(), err: err() };
  }

  it('finds nothing where nothing stands in the way, and changes nothing', async () => {
    const { code, out, err } = await run('shop', '--env', 'production');
    assert.equal(code, 0, out + err);
    assert.match(out, /^Nothing keeps shop from being deployed to production\.\n/);
    assert.match(out, /^✔ Permission: You may deploy\.$/m);
    assert.match(out, /^\? Manifest: /m);
    assert.deepEqual(sent, ['true']);
  });

  it('says the first cause and its remedy', async () => {
    const freeze = { closed: true, reason: 'The year ends.', nextOpen: '2027-01-02T07:00:00Z' };
    const environments = { items: [{ ...open.environments.items[0], freeze }] };
    answers = { ...open, environments };
    const { code, out } = await run('shop', '--environment', 'production');
    assert.equal(code, 1);
    assert.match(out, /^production is frozen\. The year ends\.\nWait until 2027-01-02T07:00Z\. /);
  });

  it('tells the same as JSON, and takes what a platform does not answer for unknown', async () => {
    answers = { environments: open.environments, 'services/shop': open['services/shop'] };
    const { code, out } = await run('shop', '--env', 'production', '--format', 'json');
    assert.equal(code, 0, out);
    const { findings, cause } = JSON.parse(out) as {
      findings: { check: string; state: string }[];
      cause?: unknown;
    };
    assert.equal(cause, undefined);
    const unknown = findings.filter(({ state }) => state === 'unknown').map(({ check }) => check);
    assert.deepEqual(unknown, ['manifest', 'permission', 'gates', 'plan', 'deployment', 'events', 'logs']);
  });

  it('finds the errors of the manifest in the folder, also to name the service', async () => {
    const manifest = path.join(folder, 'platform.yaml');
    const text =
      'apiVersion: goldenpath.dev/v1alpha1\nkind: Service\nmetadata:\n  name: shop\nspec:\n  type: service\n  ownr: x\n';
    await writeFile(manifest, text);
    const { code, out } = await run('--env', 'production');
    await rm(manifest);
    assert.equal(code, 1, out);
    assert.match(out, /^The manifest has .*platform\.yaml:\d+: /);
  });

  it('could not run without an environment, or for one that is not there', async () => {
    assert.equal((await run('shop')).code, 2);
    const { code, err } = await run('shop', '--env', 'prod');
    assert.notEqual(code, 0);
    assert.match(err, /no environment "prod"\. It has: production/);
  });
});
