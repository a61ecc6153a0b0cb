import assert from 'node:assert/strict';
import { rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { isAbort } from '../../src/base/abort.js';
import { PlatformError, type PlatformErrorCode } from '../../src/model/errors.js';
import type { DeploymentRequest, Operation } from '../../src/model/delivery.js';
import type { Platform } from '../../src/model/platform.js';
import { fetchTransport } from '../../src/platform/http/fetchTransport.js';
import { createHttpPlatform } from '../../src/platform/http/httpPlatform.js';
import { undiciTransport } from '../../src/platform/http/undiciTransport.js';
import { Bed, buildCli, cliPath } from '../integration/local/bed.js';
import { ApiDocument } from './apiDocument.js';
import { judgedTransport } from './judgedTransport.js';

const program = `
import { createServer } from 'node:http';
createServer((_request, response) => response.end('hello')).listen(process.env.PORT, () => console.log('ready'));
`;

function manifest(name: string): Readonly<Record<string, unknown>> {
  return {
    apiVersion: 'goldenpath.dev/v1alpha1',
    kind: 'Service',
    metadata: { name },
    spec: {
      type: 'service',
      owner: 'group:default/payments',
      workload: {
        containers: {
          main: {
            image: '.',
            command: [process.execPath, 'server.mjs'],
            readinessProbe: { httpGet: { path: '/', port: 8080 } },
          },
        },
        service: { ports: { http: { port: 8080 } } },
      },
    },
  };
}

const refused = (code: PlatformErrorCode) => (error: unknown) => {
  assert.ok(PlatformError.is(error), String(error));
  assert.equal(error.code, code, error.message);
  return true;
};

for (const [name, makeTransport] of [
  ['fetch', fetchTransport],
  ['undici', undiciTransport],
] as const) {
  describe(`the local platform and the contract, over ${name}`, function () {
    this.timeout(30_000);
    const bed = new Bed();
    const api = new ApiDocument();
    let platform: Platform;
    let source: { readonly folder: string };

    before(async () => {
      await buildCli();
      // The platform serves the schemas beside its program.
      const root = process.env['GOLDEN_PATH_ROOT'] ?? '';
      const schemas = path.join(path.dirname(cliPath), '../schemas');
      rmSync(schemas, { recursive: true, force: true });
      symlinkSync(path.join(root, 'schemas'), schemas);
      await bed.start();
      platform = createHttpPlatform({
        url: bed.platform.url,
        token: () => Promise.resolve(bed.platform.token),
        transport: judgedTransport(makeTransport(), api),
      });
      source = { folder: bed.source('hello', { 'server.mjs': program }) };
    });
    after(async () => {
      platform.dispose();
      await bed.dispose();
    });

    const write = (): { readonly idempotencyKey: string } => ({ idempotencyKey: crypto.randomUUID() });
    const deploy = async (request: DeploymentRequest): Promise<Operation> => {
      const { id } = await platform.createDeployment('hello', request, write());
      for await (const event of platform.operationEvents(id)) if (event.type === 'done') break;
      return platform.getOperation(id);
    };

    it('says who it is and what it offers', async () => {
      const info = await platform.getInfo();
      assert.match(info.contractVersion, /^\d+\.\d+\.\d+$/);
      for (const capability of [
        'deployments',
        'logs',
        'watch',
        'releases',
        'owners',
        'schemas',
        'manifests',
      ]) {
        assert.ok(info.capabilities[capability], capability);
      }
    });

    it('serves catalogue, schemas and owners, with an ETag that spares the second reading', async () => {
      assert.deepEqual(await platform.listServices(), { items: [] });
      await platform.listServices();
      assert.ok(api.judged.has('listServices 304'));
      const environments = await platform.listEnvironments();
      assert.deepEqual(
        environments.items.map((each) => each.name),
        ['development', 'staging', 'production'],
      );
      await platform.listOwners();
      const schemas = await platform.listSchemas();
      assert.ok(schemas.items.length > 0);
      for (const { id } of schemas.items) assert.equal(typeof (await platform.getSchema(id)), 'object');
    });

    it('finds what is wrong in a manifest', async () => {
      assert.deepEqual(await platform.validateManifest(JSON.stringify(manifest('hello'))), []);
      const findings = await platform.validateManifest('kind: Service\n  wrong: [');
      assert.ok(findings.length > 0);
    });

    it('plans without effect, then deploys once for a key, and streams the operation', async () => {
      const release = await platform.createRelease('hello', { manifest: manifest('hello'), source }, write());
      const request = { environment: 'development', kind: 'Deploy', release: release.id } as const;
      const plan = await platform.planDeployment('hello', request);
      assert.match(plan.after ?? '', /hello/);
      assert.equal((await platform.listDeployments('hello')).items.length, 0);

      const once = write();
      const sent = { ...request, planFingerprint: plan.fingerprint };
      const [first, again] = [
        await platform.createDeployment('hello', sent, once),
        await platform.createDeployment('hello', sent, once),
      ];
      assert.equal(again.id, first.id);
      await assert.rejects(
        platform.createDeployment('hello', { ...sent, reason: 'other' }, once),
        refused('idempotency-key-reused'),
      );
      const ids: string[] = [];
      for await (const event of platform.operationEvents(first.id)) ids.push(event.id);
      const ended = await platform.getOperation(first.id);
      assert.equal(ended.state, 'Succeeded', ended.message);

      const half = ids[Math.floor(ids.length / 2)] ?? '';
      const rest: string[] = [];
      for await (const event of platform.operationEvents(first.id, { after: half })) rest.push(event.id);
      assert.deepEqual(rest, ids.slice(ids.indexOf(half) + 1));

      const service = await platform.getService('hello');
      const leaf = service.environments?.find((each) => each.environment === 'development');
      assert.equal(leaf?.health, 'Healthy');
      assert.equal((await platform.listDeployments('hello')).items.length, 1);
      assert.equal((await platform.listReleases('hello')).items.length, 1);
      assert.equal((await platform.listServices({ names: ['hello'], view: 'Summary' })).items.length, 1);
    });

    it('serves logs, at once and as they come', async () => {
      const lines: string[] = [];
      for await (const { message } of platform.logs('hello', 'development', { tail: 10 })) {
        lines.push(message);
      }
      assert.ok(lines.includes('ready'), lines.join());
      const end = new AbortController();
      const follow = async (): Promise<void> => {
        const query = { follow: true, tail: 10 };
        const call = { signal: end.signal };
        for await (const { message } of platform.logs('hello', 'development', query, call)) {
          if (message === 'ready') end.abort();
        }
      };
      await assert.rejects(follow(), isAbort);
    });

    it('tells changes, and rolls back', async () => {
      const changed = new Set<string>();
      const end = new AbortController();
      let open = (): void => undefined;
      const isOpen = new Promise<void>((resolve) => (open = resolve));
      const watching = (async () => {
        for await (const { type } of platform.watch({ signal: end.signal, opened: open })) changed.add(type);
      })();
      await isOpen;
      const before = (await platform.listDeployments('hello', { environment: 'development' })).items[0];
      const next = { folder: bed.source('hello2', { 'server.mjs': program.replace('hello', 'two') }) };
      const release = await platform.createRelease(
        'hello',
        { manifest: manifest('hello'), source: next },
        write(),
      );
      await deploy({ environment: 'development', kind: 'Deploy', release: release.id });
      assert.ok(before);
      const back = await deploy({ environment: 'development', kind: 'Rollback', toDeployment: before.id });
      assert.equal(back.state, 'Succeeded', back.message);
      end.abort();
      await assert.rejects(watching, isAbort);
      for (const type of ['platform.service.changed', 'platform.operation.changed']) {
        assert.ok(changed.has(type), type);
      }
    });

    it('refuses in the words of the contract', async () => {
      await assert.rejects(platform.getService('nobody'), refused('not-found'));
      await assert.rejects(platform.getOperation('op_none'), refused('not-found'));
      const request = { environment: 'development', kind: 'Restart' } as const;
      const stale = { ...request, planFingerprint: 'sha256:0' };
      await assert.rejects(platform.createDeployment('hello', stale, write()), refused('stale-plan'));
      const basis = { ...request, expectedCurrentDeployment: 'dep_0' };
      await assert.rejects(platform.createDeployment('hello', basis, write()), refused('stale-basis'));
      const wrong = { manifest: {}, source: { folder: 'relative' } };
      await assert.rejects(platform.createRelease('hello', wrong, write()), refused('invalid-request'));
      const production = { environment: 'production', kind: 'Restart' } as const;
      await assert.rejects(platform.createDeployment('hello', production, write()), PlatformError);
    });

    it('keeps strangers out', async () => {
      const url = bed.platform.url;
      const authorization = `Bearer ${bed.platform.token}`;
      const asked = async (
        route: string,
        method: string,
        headers: Readonly<Record<string, string>>,
        body?: string,
      ): Promise<number> => {
        const response = await fetch(`${url}${route}`, {
          method,
          headers,
          ...(body !== undefined && { body }),
        });
        api.judge({
          method,
          path: route,
          status: response.status,
          contentType: response.headers.get('content-type') ?? '',
          body: await response.text(),
        });
        return response.status;
      };
      assert.equal(await asked('/', 'GET', {}), 200);
      assert.equal(await asked('/services', 'GET', {}), 401);
      assert.equal(await asked('/services', 'GET', { authorization: 'Bearer wrong' }), 401);
      assert.equal(await asked('/services', 'GET', { authorization, origin: 'https://evil.example' }), 403);
      const deployments = '/services/hello/deployments';
      const plain = { authorization, 'content-type': 'text/plain' };
      assert.equal(await asked(deployments, 'POST', plain, '{}'), 415);
      const keyless = { authorization, 'content-type': 'application/json' };
      const restart = JSON.stringify({ environment: 'development', kind: 'Restart' });
      assert.equal(await asked(deployments, 'POST', keyless, restart), 400);
      assert.equal(await asked(deployments, 'POST', keyless, '{'), 400);
      assert.equal(await asked('/pages', 'GET', { authorization }), 200);
    });

    it('has shown every operation that this product uses to the contract', () => {
      const seen = new Set([...api.judged].map((each) => each.split(' ')[0]));
      const used = [
        'getPlatform listServices getService listEnvironments listOwners listSchemas getSchema validateManifest',
        'listReleases createRelease listDeployments createDeployment getOperation listOperationEvents listLogs watch',
      ];
      for (const operation of used.join(' ').split(' ')) assert.ok(seen.has(operation), operation);
    });
  });
}
