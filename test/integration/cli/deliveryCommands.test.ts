import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deployCommand } from '../../../src/cli/commands/deploy.js';
import { rollbackCommand } from '../../../src/cli/commands/rollback.js';
import { statusCommand } from '../../../src/cli/commands/status.js';
import { runCli } from '../../../src/cli/runCli.js';
import { memoryIo } from '../../unit/cli/memoryIo.js';
import { Bed, buildCli } from '../local/bed.js';

const table = {
  deploy: { summary: '', load: () => Promise.resolve(deployCommand) },
  rollback: { summary: '', load: () => Promise.resolve(rollbackCommand) },
  status: { summary: '', load: () => Promise.resolve(statusCommand) },
};

const manifest = `apiVersion: goldenpath.dev/v1alpha1
kind: Service
metadata: { name: hello }
spec:
  type: service
  owner: group:default/payments
  workload:
    containers:
      main:
        image: .
        command: [${JSON.stringify(process.execPath)}, server.mjs]
        readinessProbe: { httpGet: { path: /, port: 8080 } }
    service: { ports: { http: { port: 8080 } } }
`;
const program = (word: string): string =>
  `import { createServer } from 'node:http';
createServer((_q, r) => r.end('${word}')).listen(process.env.PORT);
`;

describe('commands that deploy', function () {
  this.timeout(30_000);
  const bed = new Bed();
  let folder = '';
  let connection: readonly string[] = [];

  before(async () => {
    await buildCli();
    const { url, tokenFile } = await bed.start();
    connection = ['--url', url, '--token-file', tokenFile];
    folder = bed.source('hello', { 'platform.yaml': manifest, 'server.mjs': program('one') });
  });
  after(() => bed.dispose());

  async function run(args: readonly string[], answers?: readonly string[]) {
    const { io, out, err } = memoryIo({
      cwd: folder,
      env: { GOLDEN_PATH_DATA: path.join(bed.folder, 'of-the-cli') },
      ...(answers && { answers }),
    });
    const code = await runCli([...args, ...connection], io, table);
    return { code, out: out(), err: err() };
  }

  async function answerOf(environment: string): Promise<string> {
    const { environments } = await bed.get<{
      environments: { environment: string; urls?: string[] }[];
    }>('/services/hello');
    const url = environments.find((each) => each.environment === environment)?.urls?.[0];
    return url === undefined ? '' : (await fetch(url)).text();
  }

  it('deploys the current folder, and the answer of the service is there', async () => {
    const { code, out, err } = await run(['deploy', '--environment', 'development', '--yes']);
    assert.equal(code, 0, err);
    assert.match(out, /^Release .+ of hello\.\nDeploy hello in development: nothing -> /);
    assert.match(out, /is deployed to development\.\n$/);
    assert.equal(await answerOf('development'), 'one');
  });

  it('asks at a terminal, and no means no', async () => {
    writeFileSync(path.join(folder, 'server.mjs'), program('two'));
    const no = await run(['deploy', '--environment', 'development'], ['n']);
    assert.equal(no.code, 1);
    assert.match(no.out, /Go on\? \[y\/N\] Nothing was deployed\.\n$/);
    assert.equal(await answerOf('development'), 'one');
    const yes = await run(['deploy', '--environment', 'development'], ['y']);
    assert.equal(yes.code, 0, yes.err);
    assert.equal(await answerOf('development'), 'two');
  });

  it('rolls back to the old code, and prints one JSON object', async () => {
    const { code, out, err } = await run([
      'rollback',
      '--environment',
      'development',
      '--yes',
      '--format',
      'json',
    ]);
    assert.equal(code, 0, err);
    const printed = JSON.parse(out) as {
      operation: { id: string; state: string };
      deployment: { kind: string; operation: string };
    };
    assert.equal(printed.operation.state, 'Succeeded');
    assert.equal(printed.deployment.kind, 'Rollback');
    assert.equal(printed.deployment.operation, printed.operation.id);
    assert.equal(await answerOf('development'), 'one');
  });

  it('never lets --yes stand for production', async () => {
    const target = ['deploy', '--environment', 'production', '--yes', '--format', 'json'];
    const bare = await run(target);
    assert.equal(bare.code, 1);
    assert.match(bare.err, /--confirm production and --reason TEXT/);
    assert.equal((JSON.parse(bare.out) as { error: { code: string } }).error.code, 'guard.confirmation');
    assert.equal((await run([...target, '--confirm', 'staging', '--reason', 'x'])).code, 1);
    assert.equal((await run([...target, '--confirm', 'production'])).code, 1);
    assert.equal(await answerOf('production'), '');
    const full = await run([...target, '--confirm', 'production', '--reason', 'PAY-1']);
    assert.equal(full.code, 0, full.err);
    assert.equal(await answerOf('production'), 'two');
  });

  it('exits 1 when the deployment fails, and keeps what ran', async () => {
    writeFileSync(path.join(folder, 'server.mjs'), 'process.exit(3);\n');
    const { code, out } = await run(['deploy', '--environment', 'development', '--yes', '--format', 'json']);
    assert.equal(code, 1);
    assert.equal((JSON.parse(out) as { operation: { state: string } }).operation.state, 'Failed');
    assert.equal(await answerOf('development'), 'one');
  });

  it('tells what cannot be deployed before anything is sent', async () => {
    const broken = bed.source('broken', { 'platform.yaml': manifest.replace('command:', 'comand:') });
    const empty = bed.source('empty', { 'readme.txt': '' });
    const several = bed.source('several', {
      'a/platform.yaml': manifest,
      'b/platform.yaml': manifest.replace('hello', 'other'),
    });
    const target = ['--environment', 'development', '--yes'];
    const cases: readonly (readonly [readonly string[], number, RegExp])[] = [
      [['--path', broken], 1, /platform\.yaml:\d+: .*comand/],
      [['--path', empty], 2, /No manifest of a service/],
      [['--path', path.join(folder, 'none')], 2, /no folder/],
      [['--path', several], 2, /hello \(a\/platform\.yaml\), other \(b\/platform\.yaml\)/],
      [['--path', several, '--service', 'nope'], 2, /There is: hello, other/],
    ];
    for (const [args, expected, says] of cases) {
      const { code, err } = await run(['deploy', ...target, ...args]);
      assert.equal(code, expected, err);
      assert.match(err, says);
    }
    const unknown = await run(['deploy', '--environment', 'moon', '--yes']);
    assert.equal(unknown.code, 2);
    assert.match(unknown.err, /no environment "moon".*development/);
    assert.equal((await run(['deploy'])).code, 2);
  });

  it('has nothing to roll back to in an environment with one deployment', async () => {
    const { code, err } = await run([
      'rollback',
      '--environment',
      'production',
      '--yes',
      '--service',
      'hello',
    ]);
    assert.equal(code, 1);
    assert.match(err, /no earlier deployment in production/);
  });

  it('prints the status of what it deployed', async () => {
    const { code, out } = await run(['status', '--service', 'hello', '--format', 'json']);
    assert.equal(code, 0);
    const [service] = (
      JSON.parse(out) as { services: { environments: { name: string; health: string }[] }[] }
    ).services;
    const healths = new Map(service?.environments.map(({ name, health }) => [name, health]));
    assert.equal(healths.get('development'), 'Healthy');
    assert.equal(healths.get('staging'), 'Missing');
  });
});

describe('the source of a release for a remote platform', () => {
  const bed = new Bed();
  after(() => rmSync(bed.folder, { recursive: true }));

  it('is the commit that is checked out, without the password of the remote', async () => {
    const { releaseSource } = await import('../../../src/cli/releaseSource.js');
    const folder = bed.source('repo/service', { 'a.txt': '1' });
    const root = path.dirname(folder);
    const git = (...args: readonly string[]): string => {
      const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.com'];
      const { status, stdout, stderr } = spawnSync('git', ['-C', root, ...who, ...args], {
        encoding: 'utf8',
      });
      assert.equal(status, 0, stderr);
      return stdout.trim();
    };
    const { signal } = new AbortController();
    const remote = 'https://platform.example/v1';
    await assert.rejects(releaseSource(remote, folder, signal), { code: 'source.no-git' });
    git('init', '-q');
    git('add', '.');
    git('commit', '-q', '-m', 'one');
    git('remote', 'add', 'origin', 'https://me:s3cret@git.example/team/repo.git');
    assert.deepEqual(await releaseSource(remote, folder, signal), {
      repository: 'https://git.example/team/repo.git',
      revision: git('rev-parse', 'HEAD'),
      path: 'service',
    });
    writeFileSync(path.join(folder, 'a.txt'), '2');
    await assert.rejects(releaseSource(remote, folder, signal), { code: 'source.dirty' });
    assert.deepEqual(await releaseSource('http://127.0.0.1:1/v1', folder, signal), { folder });
  });
});
