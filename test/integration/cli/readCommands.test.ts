import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { logsCommand } from '../../../src/cli/commands/logs.js';
import { statusCommand } from '../../../src/cli/commands/status.js';
import { runCli } from '../../../src/cli/runCli.js';
import { memoryIo } from '../../unit/cli/memoryIo.js';
import { FaultServer, json, problem, stream } from '../client/faultServer.js';

const table = {
  status: { summary: '', load: () => Promise.resolve(statusCommand) },
  logs: { summary: '', load: () => Promise.resolve(logsCommand) },
};
const time = '2026-01-01T10:00:00Z';
const current = { id: 'dep_1', state: 'Deployed', version: '1.2.0' };
const hello = {
  name: 'hello',
  owner: 'group:default/payments',
  environments: [
    {
      environment: 'development',
      health: 'Healthy',
      current,
      urls: ['http://127.0.0.1:4000/'],
      sync: 'Synced',
    },
    { environment: 'production', health: 'Missing' },
  ],
};

describe('commands that read', () => {
  const server = new FaultServer();
  let folder = '';
  let connection: readonly string[] = [];

  before(async () => {
    await server.start();
    folder = await mkdtemp(path.join(tmpdir(), 'golden-path-'));
    await writeFile(path.join(folder, 'token'), 'canary-token\n');
    connection = ['--url', server.url, '--token-file', path.join(folder, 'token')];
  });
  after(async () => {
    await server.stop();
    await rm(folder, { recursive: true });
  });

  async function run(args: readonly string[], signal?: AbortSignal) {
    const { io, out, err } = memoryIo(signal ? { signal } : {});
    const code = await runCli(args, io, table);
    return { code, out: out(), err: err() };
  }

  describe('status', () => {
    it('prints every page as JSON of the documented shape', async () => {
      server.will(json({ items: [hello], nextPageToken: 'n' }), json({ items: [{ name: 'other' }] }));
      const { code, out, err } = await run(['status', ...connection, '--format', 'json']);
      assert.equal(code, 0);
      assert.equal(err, '');
      assert.deepEqual(JSON.parse(out), {
        services: [
          {
            name: 'hello',
            environments: [
              { name: 'development', health: 'Healthy', version: '1.2.0', urls: ['http://127.0.0.1:4000/'] },
              { name: 'production', health: 'Missing', urls: [] },
            ],
          },
          { name: 'other', environments: [] },
        ],
      });
      assert.equal(server.seen[0]?.headers.authorization, 'Bearer canary-token');
      assert.match(server.seen[1]?.url ?? '', /pageToken=n/);
    });

    it('shows one service in one environment to a person', async () => {
      server.will(json(hello));
      const { code, out } = await run([
        'status',
        ...connection,
        '--service',
        'hello',
        '--environment',
        'production',
      ]);
      assert.equal(code, 0);
      assert.equal(out, 'SERVICE  ENVIRONMENT  HEALTH   VERSION  URL\nhello    production   Missing  -\n');
      assert.equal(server.seen[0]?.url, '/v1/services/hello');
    });

    it('exits 1 where there is no such service', async () => {
      server.will(problem(404, 'not-found'));
      const { code, out, err } = await run(['status', ...connection, '--service', 'x', '--format', 'json']);
      assert.equal(code, 1);
      assert.equal((JSON.parse(out) as { error: { code: string } }).error.code, 'not-found');
      assert.match(err, /^golden-path: .+\.\n$/);
    });

    it('exits 2 with one sentence for what cannot run', async () => {
      server.will(problem(401, 'unauthenticated'));
      const gone = ['--url', 'http://127.0.0.1:1/v1', ...connection.slice(2)];
      const cases: readonly (readonly [readonly string[], RegExp])[] = [
        [connection, /does not accept the token/],
        [gone, /Nothing answers at 127\.0\.0\.1:1/],
        [['--url', 'http://platform.example'], /https:\/\//],
        [['--url', server.url, '--token-file', path.join(folder, 'none')], /cannot be read \(ENOENT\)/],
        [[...connection, '--nope'], /--nope.*golden-path status --help/],
        [[...connection, '--format', 'xml'], /human or json/],
        [[...connection, 'stray'], /stray/],
      ];
      for (const [args, says] of cases) {
        const { code, out, err } = await run(['status', ...args]);
        assert.equal(code, 2, err);
        assert.equal(out, '');
        assert.match(err, /^golden-path: [^\n]+\n$/);
        assert.match(err, says);
        assert.doesNotMatch(err, /canary/);
      }
    });
  });

  describe('logs', () => {
    const place = ['--service', 'hello', '--environment', 'development'];
    const line = (id: number, message: string) => ({ id: String(id), time, message, instance: 'i1' });

    it('prints lines without what steers a terminal', async () => {
      server.will(json({ items: [line(1, 'ready\u001b[31m!'), { id: '2', time, message: 'no instance' }] }));
      const { code, out } = await run(['logs', ...connection, ...place, '--tail', '2']);
      assert.equal(code, 0);
      assert.equal(out, `${time} i1 ready!\n${time} - no instance\n`);
      assert.match(server.seen[0]?.url ?? '', /tail=2/);
    });

    it('asks for a time, a text and an instance, and refuses what is no time', async () => {
      server.will(json({ items: [] }));
      const before = server.seen.length;
      const only = ['--since', '2026-11-21T15:00:00+01:00', '--search', 'no stock', '--instance', 'i1'];
      assert.equal((await run(['logs', ...connection, ...place, ...only])).code, 0);
      const { searchParams } = new URL(server.seen[before]?.url ?? '', 'http://127.0.0.1');
      assert.deepEqual(
        ['since', 'q', 'instance'].map((name) => searchParams.get(name)),
        ['2026-11-21T14:00:00.000Z', 'no stock', 'i1'],
      );
      const { code, err } = await run(['logs', ...connection, ...place, '--since', 'yesterday']);
      assert.equal(code, 2);
      assert.match(err, /--since is a time like/);
    });

    it('prints one JSON object per line', async () => {
      server.will(json({ items: [line(1, 'a'), line(2, 'b')] }));
      const { out } = await run(['logs', ...connection, ...place, '--format', 'json']);
      assert.deepEqual(
        out
          .trimEnd()
          .split('\n')
          .map((each) => JSON.parse(each) as unknown),
        [line(1, 'a'), line(2, 'b')],
      );
    });

    it('finds the service in --path, and takes --yes as every command does', async () => {
      const score =
        'apiVersion: score.dev/v1b1\nmetadata: { name: hello }\ncontainers: { main: { image: . } }\n';
      await writeFile(path.join(folder, 'score.yaml'), score);
      const args = ['--path', folder, '--environment', 'development', '--yes'];
      server.will(json({ items: [line(1, 'a')] }));
      assert.equal((await run(['logs', ...connection, ...args])).code, 0);
      assert.match(server.seen[0]?.url ?? '', /\/services\/hello\/environments\/development\/logs/);
      server.will(json(hello));
      assert.equal((await run(['status', ...connection, ...args])).code, 0);
      assert.match(server.seen[0]?.url ?? '', /\/services\/hello$/);
    });

    it('follows until interrupted, which is no failure', async () => {
      const end = new AbortController();
      server.will((response, request) => {
        const text = `id: 1\ndata: ${JSON.stringify(line(1, 'a'))}\n\n`;
        void stream(text)(response, request);
        setTimeout(() => end.abort(), 100);
      });
      const { code, out, err } = await run(['logs', ...connection, ...place, '--follow'], end.signal);
      assert.deepEqual({ code, out, err }, { code: 0, out: `${time} i1 a\n`, err: '' });
    });

    it('wants service, environment and a number', async () => {
      for (const args of [
        ['--service', 'a'],
        ['--environment', 'b'],
        [...place, '--tail', 'x'],
      ]) {
        assert.equal((await run(['logs', ...connection, ...args])).code, 2);
      }
    });
  });
});
