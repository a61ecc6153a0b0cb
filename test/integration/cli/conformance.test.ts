import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ExampleServer, exampleToken } from '../conformance/exampleServer.js';
import { MutatingProxy } from '../conformance/mutatingProxy.js';
import { readMutations } from '../conformance/mutations.js';
import { startExample } from '../conformance/runningExample.js';
import { buildCli, CliProcess, type Ended } from './cliProgram.js';

describe('golden-path conformance', function () {
  this.timeout(60_000);
  const server = new ExampleServer();
  let proxy: MutatingProxy;
  let root: string;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'golden-path-conformance-'));
  const judge = async (args: readonly string[], stdin = exampleToken): Promise<Ended> =>
    new CliProcess(['conformance', ...args], { stdin, cwd: folder }).ended();
  before(async () => {
    await buildCli();
    proxy = new MutatingProxy(await server.start());
    root = await proxy.start();
  });
  beforeEach(() => (proxy.mutation = {}));
  after(async () => {
    await proxy.stop();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('says that a good server holds the level, and ends with 0', async () => {
    const { code, out, err } = await judge([root, '--token-stdin']);
    assert.equal(code, 0, out + err);
    assert.match(out, /✓ services\/list\n/);
    assert.match(out, /\d+ checks hold, 0 do not, \d+ do not apply\./);
    assert.match(out, /Level read: holds\./);
    assert.equal(err, '');
  });

  it('shows what departs with request and answer, and never the token', async () => {
    proxy.mutation = readMutations['secrets/no-echo']?.(exampleToken) ?? {};
    const { code, out, err } = await judge([root, '--token-stdin']);
    assert.equal(code, 1, out + err);
    assert.match(out, /✗ secrets\/no-echo/);
    assert.match(out, /> GET \/golden-path-conformance-nothing\n/);
    assert.match(out, /> authorization: Bearer \*\*\*/);
    assert.match(out, /< 404\n/);
    assert.match(out, /Level read: does not hold\./);
    assert.ok(!(out + err).includes(exampleToken));
  });

  it('prints JSON and nothing else', async () => {
    proxy.mutation = readMutations['times/rfc3339']?.(exampleToken) ?? {};
    const { code, out } = await judge([root, '--token-stdin', '--format', 'json']);
    assert.equal(code, 1);
    const report = JSON.parse(out) as {
      readonly levels: unknown;
      readonly summary: { readonly departs: number };
      readonly results: readonly { readonly id: string; readonly outcome: string }[];
    };
    assert.deepEqual(report.levels, { read: false });
    assert.equal(report.summary.departs, 1);
    assert.equal(report.results.find(({ outcome }) => outcome === 'departs')?.id, 'times/rfc3339');
    assert.ok(!out.includes(exampleToken));
  });

  it('writes JUnit to a file', async () => {
    proxy.mutation = readMutations['etag/present']?.(exampleToken) ?? {};
    const { code, out } = await judge([root, '--token-stdin', '--format', 'junit', '--output', 'out.xml']);
    assert.equal(code, 1);
    assert.equal(out, '');
    const xml = readFileSync(path.join(folder, 'out.xml'), 'utf8');
    assert.match(xml, /<testsuite name="read" tests="\d+" failures="\d+" errors="0" skipped="\d+">/);
    assert.match(
      xml,
      /<testcase name="etag\/present"[^>]*><failure type="etag\/present" message="The ETag is &quot;&quot;\.">/,
    );
    assert.ok(!xml.includes(exampleToken));
  });

  it('runs only what is asked for', async () => {
    const { code, out } = await judge([
      root,
      '--token-stdin',
      '--format',
      'json',
      '--only',
      'services/one,etag/other',
    ]);
    assert.equal(code, 0);
    const { results } = JSON.parse(out) as { readonly results: readonly { readonly id: string }[] };
    assert.deepEqual(
      results.map(({ id }) => id),
      ['services/one', 'etag/other'],
    );
  });

  it('says before it deploys where, and deploys there', async () => {
    const example = await startExample('deploy-node');
    try {
      const { code, out, err } = await judge(
        [
          ...[example.root, '--token-stdin', '--level', 'deploy', '--service', 'website'],
          ...['--environment', 'staging', '--release', 'website-1.1.0'],
        ],
        example.token,
      );
      assert.equal(code, 0, out + err);
      assert.match(err, /^This deploys, restarts, rolls back and cancels website in staging of http/);
      assert.match(out, /Level read: holds\. Level deploy: holds\./);
    } finally {
      await example.stop();
    }
  });

  it('ends with 2 and one sentence when it cannot run', async () => {
    for (const [args, stdin, said] of [
      [[], '', /the URL of a platform is missing/],
      [['http://127.0.0.1:9'], '', /Nothing answers at 127\.0\.0\.1:9/],
      [[root], '', /asks for sign-in \(token\)/],
      [[root, '--token-stdin'], '', /No token came through standard input/],
      [[root, '--token-file', 'missing'], '', /The token file .* cannot be read/],
      [[root, '--level', 'deploy'], '', /--service is missing/],
      [[root, '--only', 'no/such'], '', /there is no check "no\/such"/],
      [[root, '--only', 'deploy/plan'], '', /needs --level deploy/],
      [['http://platform.example', '--token-stdin'], exampleToken, /would travel unprotected/],
    ] as const) {
      const { code, err } = await judge([...args], stdin);
      assert.equal(code, 2, err);
      assert.match(err, said);
      assert.equal(err.trim().split('\n').length, 1, err);
    }
  });
});
