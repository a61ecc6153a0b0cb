import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { contractVersion } from '../../../src/contract/capabilities.js';
import { FaultServer, json, problem, type Behaviour } from '../client/faultServer.js';
import { buildCli, runCli, type Ended } from './cliProgram.js';

const manifest = `apiVersion: goldenpath.dev/v1alpha1
kind: Service
metadata: { name: basket }
spec:
  type: service
  owner: group:default/shop
  workload: { containers: { main: { image: a:1 } } }
  environments: { staging: {} }
`;
const offered = { level: 'Read' };
const info = json({
  name: 'acme',
  contractVersion,
  capabilities: { environments: offered, catalog: offered, manifests: offered },
});
const secret = 'token-that-nobody-may-see';

describe('golden-path check --platform, when the platform answers with less than it was asked for', function () {
  this.timeout(60_000);
  const server = new FaultServer();
  let folder: string;

  before(async () => {
    await buildCli();
    await server.start();
    folder = await mkdtemp(path.join(tmpdir(), 'golden-path-'));
    await writeFile(path.join(folder, 'platform.yaml'), manifest);
    await writeFile(path.join(folder, 'token'), secret);
  });
  after(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** What it says of itself needs no token; all else is answered as told, by the end of its address. */
  const check = (answers: (url: string) => Behaviour): Promise<Ended> => {
    server.will((response, request) =>
      (/\/v1\/?$/.test(request.url) ? info : answers(request.url))(response, request),
    );
    const args = ['check', '--format', 'json', '--platform', server.url, '--token-file', 'token'];
    return runCli(args, { cwd: folder });
  };
  const empty = (url: string): Behaviour =>
    url.includes('/validate') ? json({ diagnostics: [] }) : json({ items: [] });

  it('could not run with a token that the platform does not take', async () => {
    const { code, out, err } = await check(() => problem(401, 'unauthenticated'));
    assert.equal(code, 2, out);
    assert.match(err, /^golden-path: [^\n]+golden-path login URL\n$/);
    assert.match(out, /^\{"error":\{"code":"unauthenticated",/);
    assert.ok(!`${out}${err}`.includes(secret));
  });

  it('could not run when the check of the platform fails or is forbidden', async () => {
    for (const [status, word] of [
      [500, 'internal'],
      [403, 'forbidden'],
    ] as const) {
      const { code, out, err } = await check((url) =>
        url.includes('/validate') ? problem(status, word) : empty(url),
      );
      assert.notEqual(code, 0, out);
      assert.match(err, /^golden-path: [^\n]+\n$/);
      assert.match(out, new RegExp(`^\\{"error":\\{"code":"${word}",`));
    }
  });

  it('passes over lists that are not for everybody', async () => {
    const { code, out } = await check((url) =>
      url.includes('/validate') ? empty(url) : problem(403, 'forbidden'),
    );
    assert.deepEqual([code, JSON.parse(out)], [0, { files: 1, diagnostics: [] }]);
  });
});
