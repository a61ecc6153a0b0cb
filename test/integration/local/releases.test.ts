import assert from 'node:assert/strict';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Bed, buildCli, commitAll, manifest, run, serverJs, until } from './bed.js';

/** A package as npm makes it, so that a test needs no registry. */
function packTarball(bed: Bed, version: string): string {
  const folder = bed.source(`greeting-${version}`, {
    'package.json': JSON.stringify({ name: 'greeting', version, main: 'index.js' }),
    'index.js': `module.exports = 'dependency ${version}';`,
  });
  run('npm', ['pack', '--silent', '--offline'], folder);
  return path.join(folder, `greeting-${version}.tgz`);
}

function application(bed: Bed, version: string): string {
  const folder = bed.source('app', {
    '.gitignore': 'node_modules/\ndist/\n',
    'package.json': JSON.stringify({
      name: 'app',
      version: '1.0.0',
      dependencies: { greeting: 'file:greeting.tgz' },
      scripts: { build: 'node build.js' },
    }),
    'build.js': `const fs = require('node:fs'); fs.mkdirSync('dist', { recursive: true });
      fs.writeFileSync('dist/server.js', fs.readFileSync('server.js', 'utf8')); console.log('built ${version}');`,
    'server.js': `const greeting = require('greeting');
      require('node:http').createServer((q, r) => r.end(JSON.stringify({ version: '${version}', greeting }))).listen(process.env.PORT);`,
  });
  run('cp', [packTarball(bed, version), path.join(folder, 'greeting.tgz')], bed.folder);
  rmSync(path.join(folder, 'package-lock.json'), { force: true });
  run('npm', ['install', '--package-lock-only', '--offline', '--silent'], folder);
  return folder;
}

describe('releases', function () {
  this.timeout(120_000);
  let bed: Bed;
  before(buildCli);
  beforeEach(() => {
    bed = new Bed();
  });
  afterEach(() => bed.dispose());

  it('rolls back to old code without npm, with its dependencies and its git-ignored build', async () => {
    const bin = path.join(bed.folder, 'bin');
    mkdirSync(bin);
    await bed.start([], {
      PATH: `${bin}${path.delimiter}${process.env['PATH'] ?? ''}`,
      GOLDEN_CANARY_SECRET: 'canary',
    });
    const service = manifest('app', { command: ['node', 'dist/server.js'] });
    const folder = application(bed, '1.0.0');
    const firstCommit = commitAll(folder, 'One');
    const one = await bed.release(service, folder);
    assert.equal(one.version, firstCommit.slice(0, 7));
    assert.equal(one.commit?.message, 'One');
    const plan = await bed.plan('app', { environment: 'development', kind: 'Deploy', release: one.id });
    assert.match(plan.after ?? '', /dependencies: npm ci/);
    assert.match(plan.after ?? '', /command: npm run build/);
    const first = await bed.deploy('app', { environment: 'development', kind: 'Deploy', release: one.id });
    assert.equal(first.state, 'Succeeded', first.message);
    assert.deepEqual(await bed.ask('app', 'development'), { version: '1.0.0', greeting: 'dependency 1.0.0' });

    application(bed, '2.0.0');
    commitAll(folder, 'Two');
    const two = await bed.release(service, folder);
    await bed.deploy('app', { environment: 'development', kind: 'Deploy', release: two.id });
    assert.deepEqual(await bed.ask('app', 'development'), { version: '2.0.0', greeting: 'dependency 2.0.0' });

    bed.source('../bin', { npm: '#!/bin/sh\necho "there is no network" >&2\nexit 1\n' });
    rmSync(folder, { recursive: true });
    const [, target] = await bed.deployments('app', 'development');
    assert.equal(target?.rollback?.eligible, true);
    const back = await bed.deploy('app', {
      environment: 'development',
      kind: 'Rollback',
      toDeployment: target.id,
    });
    assert.equal(back.state, 'Succeeded', back.message);
    assert.deepEqual(await bed.ask('app', 'development'), { version: '1.0.0', greeting: 'dependency 1.0.0' });
    const [now, bad] = await bed.deployments('app', 'development');
    assert.equal(now?.rolledBackTo, target.id);
    assert.equal(bad?.state, 'Superseded');
    assert.equal(bad.outcome, 'Failed');
  });

  it('takes dependencies from the cache when the lock file is the same, and hides our environment from npm', async () => {
    await bed.start([], { GOLDEN_CANARY_SECRET: 'canary' });
    const folder = application(bed, '1.0.0');
    const withBuild = (label: string): void =>
      writeFileSync(
        path.join(folder, 'build.js'),
        `if (process.env.GOLDEN_CANARY_SECRET) process.exit(9);
         const fs = require('node:fs'); fs.mkdirSync('dist', { recursive: true });
         fs.copyFileSync('server.js', 'dist/server.js'); console.log('${label}');`,
      );
    const service = manifest('app', { command: ['node', 'dist/server.js'] });
    const said = async (): Promise<string> => {
      const release = await bed.release(service, folder);
      const operation = await bed.deploy('app', {
        environment: 'development',
        kind: 'Deploy',
        release: release.id,
      });
      assert.equal(operation.state, 'Succeeded', operation.message);
      return JSON.stringify(await bed.get(`/operations/${operation.id}/events`));
    };
    withBuild('first build');
    const first = await said();
    assert.match(first, /npm ci/);
    assert.match(first, /first build/);
    withBuild('second build');
    const second = await said();
    assert.match(second, /from the cache/);
    assert.match(second, /second build/);
  });

  it('says why a build failed and starts nothing', async () => {
    await bed.start();
    const folder = bed.source('app', {
      'package.json': JSON.stringify({ name: 'app', scripts: { build: 'node build.js' } }),
      'build.js': 'console.error("type error in line 3"); process.exit(2)',
    });
    const release = await bed.release(manifest('app'), folder);
    const operation = await bed.deploy('app', {
      environment: 'development',
      kind: 'Deploy',
      release: release.id,
    });
    assert.equal(operation.reason, 'BuildFailed');
    assert.match(operation.message ?? '', /exit code 2.*type error in line 3/s);
  });

  it('makes the same release of the same code, and another of a changed tree', async () => {
    await bed.start();
    const folder = bed.source('repo', {
      'services/hello/server.js': serverJs('one'),
      'services/other/server.js': 'other',
      '.gitignore': 'ignored.txt\n',
    });
    const service = path.join(folder, 'services', 'hello');
    const commit = commitAll(folder, 'One');
    const clean = await bed.release(manifest('hello'), service);
    assert.equal(clean.version, commit.slice(0, 7));
    assert.equal((await bed.release(manifest('hello'), service)).id, clean.id);
    writeFileSync(path.join(service, 'new.txt'), 'not committed');
    writeFileSync(path.join(service, 'ignored.txt'), 'ignored');
    const dirty = await bed.release(manifest('hello'), service);
    assert.match(dirty.version, new RegExp(`^${commit.slice(0, 7)}-dirty\\.[0-9a-f]{8}$`));
    const files = path.join(bed.dataDir, 'releases', 'hello', dirty.id, 'source');
    assert.ok(existsSync(path.join(files, 'new.txt')));
    assert.ok(!existsSync(path.join(files, 'ignored.txt')));
    assert.equal(run('git', ['status', '--porcelain'], folder), '?? services/hello/new.txt');
    assert.equal(run('git', ['worktree', 'list'], folder).split('\n').length, 1);
    assert.equal(run('git', ['branch', '--list'], folder).split('\n').length, 1);
  });

  it('makes a release of a revision of a repository', async () => {
    await bed.start();
    const folder = bed.source('repo', { 'services/hello/server.js': serverJs('one') });
    const commit = commitAll(folder, 'One');
    bed.source('repo', { 'services/hello/server.js': serverJs('two') });
    commitAll(folder, 'Two');
    const source = { repository: folder, revision: commit, path: 'services/hello' };
    const { status, body } = await bed.call<{ id: string; version: string }>(
      'POST',
      '/services/hello/releases',
      {
        manifest: manifest('hello'),
        source,
      },
    );
    assert.equal(status, 201, JSON.stringify(body));
    assert.equal(body.version, commit.slice(0, 7));
    await bed.deploy('hello', { environment: 'development', kind: 'Deploy', release: body.id });
    assert.equal((await bed.ask('hello', 'development'))['version'], 'one');
    const unknown = await bed.call('POST', '/services/hello/releases', {
      manifest: manifest('hello'),
      source: { ...source, revision: 'no-such-revision' },
    });
    assert.equal(unknown.status, 422);
    assert.match(JSON.stringify(unknown.body), /has no revision/);
  });

  it('tells when the folder no longer holds what runs', async () => {
    await bed.start();
    const folder = bed.source('hello', { 'server.js': serverJs('one') });
    const release = await bed.release(manifest('hello'), folder);
    await bed.deploy('hello', { environment: 'development', kind: 'Deploy', release: release.id });
    const sync = async (): Promise<string | undefined> => (await bed.leaf('hello', 'development')).sync;
    await until(async () => (await sync()) === 'Synced', 'Synced');
    bed.source('hello', { 'server.js': serverJs('two') });
    await until(async () => (await sync()) === 'OutOfSync', 'OutOfSync');
  });

  it('takes environments and their order from .platform', async () => {
    await bed.start();
    const folder = bed.source('hello', {
      'server.js': serverJs('one'),
      '.platform/environments.yaml': `
apiVersion: goldenpath.dev/v1alpha1
kind: Environment
metadata: { name: live }
spec: { type: production }
---
apiVersion: goldenpath.dev/v1alpha1
kind: Environment
metadata: { name: test }
spec: { type: test }
---
apiVersion: goldenpath.dev/v1alpha1
kind: DeliveryPipeline
metadata: { name: default }
spec: { stages: [{ environment: test }, { environment: live }] }
`,
    });
    const release = await bed.release(manifest('hello'), folder);
    const { items } = await bed.get<{
      items: { name: string; production: boolean; promotesFrom?: string[] }[];
    }>('/environments');
    assert.deepEqual(
      items.map(({ name }) => name),
      ['test', 'live'],
    );
    assert.deepEqual(items[1]?.promotesFrom, ['test']);
    const promotion = { environment: 'live', kind: 'Promote', fromEnvironment: 'test', release: release.id };
    assert.equal((await bed.plan('hello', promotion)).blocks?.[0]?.reason, 'GateFailed');
    await bed.deploy('hello', { environment: 'test', kind: 'Deploy', release: release.id });
    const plan = await bed.plan('hello', promotion);
    assert.deepEqual(plan.blocks, []);
    assert.deepEqual(plan.requires, { confirmation: 'TypeName', reason: true });
    assert.equal((await bed.send('hello', promotion)).status, 422);
    assert.equal((await bed.send('hello', { ...promotion, planFingerprint: plan.fingerprint })).status, 422);
    const confirmed = { ...promotion, planFingerprint: plan.fingerprint, reason: 'Release day' };
    assert.equal((await bed.send('hello', { ...confirmed, planFingerprint: 'sha256:0' })).status, 409);
    assert.equal((await bed.deploy('hello', confirmed)).state, 'Succeeded');
    assert.equal((await bed.deployments('hello', 'live'))[0]?.reasonText, 'Release day');
  });
});
