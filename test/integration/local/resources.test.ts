import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import type { Operation } from '../../../src/model/delivery.js';
import type { Page } from '../../../src/model/platform.js';
import { findBinaries } from '../../../src/local/resources/binaries.js';
import { Bed, buildCli, manifest, until } from './bed.js';

interface Resource {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly state: string;
  readonly services: readonly string[];
  readonly outputs: readonly {
    readonly name: string;
    readonly sensitive?: boolean;
    readonly value?: string;
  }[];
}

const health = { startupDeadlineSeconds: 5, periodSeconds: 1 };
/** Says what it was told about its resources. */
const teller = `require('node:http').createServer((q, r) => r.end(JSON.stringify(process.env))).listen(Number(process.env.PORT));`;

describe('resources', function () {
  this.timeout(90_000);
  let bed: Bed;
  before(buildCli);
  beforeEach(async () => {
    bed = new Bed();
    // As root, servers run as another user, who must reach the data.
    chmodSync(bed.folder, 0o711);
    await bed.start();
  });
  afterEach(() => bed.dispose());

  const request = async (method: string, route: string, body?: object): Promise<Operation> => {
    const key = { 'Idempotency-Key': crypto.randomUUID() };
    const answer = await bed.call<Operation>(method, route, body, key);
    assert.equal(answer.status, 202, JSON.stringify(answer.body));
    return bed.ended(answer.body.id);
  };
  const deployed = async (
    name: string,
    type: string,
    environment = 'development',
  ): Promise<Record<string, string>> => {
    const folder = bed.source(name, { 'server.js': teller });
    const variables = {
      URL: '${resources.db.url}',
      PASSWORD: '${resources.db.password}',
      DB_PORT: '${resources.db.port}',
    };
    const release = await bed.release(
      manifest(name, { variables }, { health }, { resources: { db: { type } } }),
      folder,
    );
    const deployment = { environment, kind: 'Deploy', release: release.id };
    const plan = await bed.plan(name, deployment);
    assert.ok(plan.after?.includes('••••••'), 'the plan masks what it will be told');
    const operation = await bed.deploy(name, deployment);
    assert.equal(operation.state, 'Succeeded', operation.message);
    return (await bed.ask(name, environment)) as Record<string, string>;
  };
  const listed = async (): Promise<readonly Resource[]> =>
    (await bed.get<Page<Resource>>('/resources')).items;
  const leaked = (secret: string): readonly string[] => {
    const found = spawnSync('grep', ['-rlF', '--', secret, bed.dataDir], { encoding: 'utf8' });
    return found.stdout.split('\n').filter((file) => file !== '' && !/\.password$|redis\.conf$/.test(file));
  };

  it('says which types there are', async () => {
    const { items } = await bed.get<Page<{ type: string; outputs?: readonly unknown[] }>>('/resource-types');
    const types = items.map(({ type }) => type);
    assert.deepEqual(types, ['dns', 'environment', 'postgres', 'redis', 'route', 'service', 'volume']);
  });

  it('refuses what nobody provisions, and says what comes with a service', async () => {
    const ask = (type: string): Promise<{ status: number; body: unknown }> =>
      bed.call('POST', '/resources?dryRun=true', { type, environment: 'development' });
    const [unknown, native] = [await ask('mongodb'), await ask('volume')];
    assert.equal(unknown.status, 422);
    assert.match(JSON.stringify(unknown.body), /no resource type mongodb/);
    assert.match(JSON.stringify(native.body), /comes with the service/);
  });

  const bin = findBinaries(['initdb', 'postgres', 'psql'], process.env);
  describe(`postgres${bin === undefined ? ' (not run: no PostgreSQL is installed here)' : ''}`, function () {
    before(function () {
      if (bin === undefined) this.skip();
    });
    const psql = (url: string, sql: string): string => {
      const { username, password, hostname, port, pathname } = new URL(url);
      const args = ['-h', hostname, '-p', port, '-U', username, '-d', pathname.slice(1), '-At', '-c', sql];
      const env = { ...process.env, PGPASSWORD: password };
      const result = spawnSync(path.join(bin ?? '', 'psql'), args, { encoding: 'utf8', env });
      return result.status === 0 ? result.stdout.trim() : `failed: ${result.stderr}`;
    };

    it('is a real server per environment whose data outlives the platform, and is given back', async () => {
      const { URL: url = '', PASSWORD: password = '' } = await deployed('store', 'postgres');
      assert.match(password, /^[0-9a-f]{48}$/);
      psql(url, 'CREATE TABLE kept (value text); INSERT INTO kept VALUES (42)');
      assert.equal(psql(url, 'SELECT value FROM kept'), '42');
      assert.match(psql(url.replace(password, 'wrong'), 'SELECT 1'), /password authentication failed/);
      const other = await deployed('store', 'postgres', 'staging');
      assert.notEqual(other['URL'], url);
      assert.match(psql(other['URL'] ?? '', 'SELECT value FROM kept'), /does not exist/);
      const [resource] = await listed();
      assert.equal(resource?.state, 'Active');
      assert.deepEqual(resource.services, ['store']);
      const shown = resource.outputs.filter(({ value }) => value !== undefined).map(({ name }) => name);
      assert.deepEqual(shown, ['host', 'port', 'name', 'database', 'username']);
      assert.ok(!JSON.stringify(await listed()).includes(password));
      assert.deepEqual(leaked(password), []);

      const inUse = await bed.call<object>('DELETE', `/resources/${resource.id}?dryRun=true`);
      assert.match(JSON.stringify(inUse.body), /It is used in development by: store/);

      await bed.kill('SIGKILL');
      await bed.start();
      await until(
        async () => (await bed.leaf('store', 'development')).health === 'Healthy',
        'the service to run again',
      );
      const again = (await bed.ask('store', 'development')) as Record<string, string>;
      assert.equal(again['URL'], url);
      assert.equal(psql(url, 'SELECT value FROM kept'), '42');
    });

    it('keeps data by its deletion policy', async () => {
      for (const [deletionPolicy, kept] of [
        ['Retain', '1'],
        ['Delete', 'failed'],
      ] as const) {
        const wish = {
          type: 'postgres',
          name: deletionPolicy.toLowerCase(),
          environment: 'development',
          params: { deletionPolicy },
        };
        const made = await request('POST', '/resources', wish);
        assert.equal(made.state, 'Succeeded', made.message);
        const id = String(made.result?.['resource']);
        const urlOf = async (): Promise<string> => {
          const port = (await listed())
            .find((item) => item.id === id)
            ?.outputs.find(({ name }) => name === 'port');
          const password = readFileSync(path.join(bed.dataDir, 'resources', `${id}.password`), 'utf8');
          return `postgresql://app:${password}@127.0.0.1:${port?.value ?? ''}/app`;
        };
        psql(await urlOf(), 'CREATE TABLE kept (value text); INSERT INTO kept VALUES (1)');
        assert.equal((await request('DELETE', `/resources/${id}`)).state, 'Succeeded');
        assert.deepEqual(await listed(), []);
        assert.equal(
          existsSync(path.join(bed.dataDir, 'resources', id, 'data')),
          deletionPolicy === 'Retain',
        );
        await request('POST', '/resources', wish);
        assert.ok(psql(await urlOf(), 'SELECT value FROM kept').startsWith(kept));
        await request('DELETE', `/resources/${id}`);
      }
    });
  });

  const hasRedis = findBinaries(['redis-server'], process.env) !== undefined;
  describe(`redis${hasRedis ? '' : ' (not run: no Redis is installed here)'}`, function () {
    before(function () {
      if (!hasRedis) this.skip();
    });
    const talk = (port: string, ...commands: readonly string[]): Promise<string> =>
      new Promise((resolve, reject) => {
        const socket = net.connect({ host: '127.0.0.1', port: Number(port) });
        let answer = '';
        socket.on('data', (chunk) => {
          answer += chunk.toString();
          if (answer.split('\r\n').length > commands.length) socket.end();
        });
        socket.on('close', () => resolve(answer)).on('error', reject);
        for (const command of commands) socket.write(`${command}\r\n`);
      });

    it('wants its password, and keeps what it was told over a crash', async () => {
      const { DB_PORT: port = '', PASSWORD: password = '' } = await deployed('cache', 'redis');
      assert.match(await talk(port, 'GET a'), /NOAUTH/);
      assert.match(await talk(port, `AUTH ${password}`, 'SET a kept'), /OK\r\n\+OK/);
      assert.deepEqual(leaked(password), []);
      const [pid] = bed
        .processes()
        .filter((item) => readFileSync(`/proc/${item}/cmdline`, 'utf8').includes('redis-server'));
      assert.ok(pid);
      assert.ok(!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(password));
      process.kill(pid, 'SIGKILL');
      const answers = (): Promise<string> => talk(port, `AUTH ${password}`, 'GET a').catch(() => '');
      await until(async () => (await answers()).includes('kept'), 'redis to run again with its data');
    });
  });
});
