import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { contractVersion } from '../../../src/contract/capabilities.js';
import { Bed, buildCli as buildPlatform } from '../local/bed.js';
import { RawClient, type Published } from '../server/rawClient.js';
import { buildCli, program, runCli } from './cliProgram.js';

const schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  properties: {
    apiVersion: { const: 'acme.example/v1' },
    kind: { const: 'Route' },
    metadata: {},
    spec: { $ref: '#/definitions/spec' },
  },
  definitions: { spec: { properties: { path: { type: 'string' } }, additionalProperties: false } },
};
const route = 'apiVersion: acme.example/v1\nkind: Route\nmetadata: { name: a }\nspec: { pat: /a }\n';
const service = `apiVersion: goldenpath.dev/v1alpha1
kind: Service
metadata: { name: basket }
spec:
  type: service
  owner: group:default/shop
  workload: { containers: { main: { image: a:1 } } }
`;

/** The least of a platform: kinds, and a check of manifests. */
const answers: Readonly<Record<string, unknown>> = {
  '/v1': {
    name: 'acme',
    contractVersion,
    capabilities: {
      schemas: { level: 'Read' },
      manifests: { level: 'Read' },
      scorecards: { level: 'Read' },
    },
  },
  '/v1/schemas': {
    items: [{ id: 'route', url: 'schemas/route', apiVersion: 'acme.example/v1', kind: 'Route' }],
  },
  '/v1/schemas/route': schema,
  '/v1/scorecards': {
    items: [
      {
        name: 'ready',
        spec: {
          levels: ['Bronze'],
          checks: [
            {
              name: 'tier',
              level: 'Bronze',
              evaluation: 'Manifest',
              path: '/spec/tier',
              remediation: { text: 'Say how much depends on it.' },
            },
          ],
        },
      },
    ],
  },
  '/v1/manifests/validate': {
    diagnostics: [
      { pointer: '/spec/owner', detail: 'This owner is on leave.', code: 'owner', severity: 'Warning' },
    ],
  },
};

describe('kinds and checks of a platform', function () {
  this.timeout(40_000);
  const bed = new Bed();
  let server: Server;
  let url: string;
  let folder: string;
  const cache = process.env['XDG_CACHE_HOME'];

  before(async () => {
    await Promise.all([buildCli(), buildPlatform()]);
    server = createServer(({ url: asked = '' }, response) => {
      const answer = answers[asked.replace(/\?.*/, '').replace(/\/$/, '')];
      response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer ?? {}));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  });
  after(async () => {
    server.close();
    server.closeAllConnections();
    await bed.dispose();
  });
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'golden-path-'));
    process.env['XDG_CACHE_HOME'] = path.join(folder, 'cache');
  });
  afterEach(async () => {
    if (cache === undefined) delete process.env['XDG_CACHE_HOME'];
    else process.env['XDG_CACHE_HOME'] = cache;
    await rm(folder, { recursive: true });
  });

  it('join in golden-path check --platform, marked as the platform’s', async () => {
    await writeFile(path.join(folder, 'route.yaml'), route);
    await writeFile(path.join(folder, 'basket.yaml'), service);
    const alone = await runCli(['check'], { cwd: folder });
    assert.match(alone.out, /1 manifest checked: 0 errors/);
    const { out, err, code } = await runCli(['check', '--platform', url], { cwd: folder });
    assert.match(out, /route\.yaml:4:\d+ error .*“pat”/, err);
    assert.match(out, /basket\.yaml:6:\d+ warning .*This owner is on leave\..*platform\/check/);
    assert.equal(code, 1);
  });

  it('come with its scorecards: what a manifest decides is told in their words, and in no check without it', async () => {
    await writeFile(path.join(folder, 'basket.yaml'), service);
    const alone = await runCli(['check'], { cwd: folder });
    assert.doesNotMatch(alone.out, /scorecard/);
    const { out, err } = await runCli(['check', '--platform', url], { cwd: folder });
    assert.match(out, /basket\.yaml:\d+:\d+ \w+ .*Say how much depends on it.*scorecard\/ready\.tier/, err);
    const tiered = service.replace('  type: service\n', '  type: service\n  tier: "1"\n');
    await writeFile(path.join(folder, 'basket.yaml'), tiered);
    const mended = await runCli(['check', '--platform', url], { cwd: folder });
    assert.doesNotMatch(mended.out, /scorecard/);
  });

  it('of the local platform find nothing in a sound service, also where a Score file describes the workload', async () => {
    const { url: local, tokenFile } = await bed.start();
    const workload = 'workload: { containers: { main: { image: a:1 } } }';
    await writeFile(path.join(folder, 'inline.yaml'), service);
    const named = service.replace(workload, 'workload: { scoreFile: score.yaml }').replace('basket', 'other');
    await writeFile(path.join(folder, 'named.yaml'), named);
    const score = `apiVersion: score.dev/v1b1\nmetadata: { name: other }\n${workload.slice(12, -2)}\n`;
    await writeFile(path.join(folder, 'score.yaml'), score);
    const args = ['check', '--platform', local, '--token-file', tokenFile, '--format', 'json'];
    const { out, err } = await runCli(args, { cwd: folder });
    const { diagnostics } = JSON.parse(out) as { diagnostics: { code: string }[] };
    assert.deepEqual(
      diagnostics.filter(({ code }) => code === 'platform/check'),
      [],
      out + err,
    );
  });

  it('are told in golden-path lsp --platform, also from memory when the platform is away', async () => {
    const uri = 'file:///nowhere/route.yaml';
    const told = async (): Promise<void> => {
      const client = new RawClient(['lsp', '--stdio', '--platform', url], program);
      await client.start();
      client.open(uri, route, 'yaml');
      const { diagnostics } = await client.notified<Published>(
        'textDocument/publishDiagnostics',
        (one) => one.uri === uri && one.diagnostics.length > 0,
      );
      assert.equal(diagnostics[0]?.code, 'schema/unknown-property');
      assert.equal(await client.stop(), 0);
    };
    await told();
    const { port } = server.address() as AddressInfo;
    server.close();
    server.closeAllConnections();
    try {
      await told();
    } finally {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
    }
  });
});
