import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Operation } from '../../../../src/model/delivery.js';
import type { ArgoPlatform } from '../../../../src/platform/argocd/argoPlatform.js';
import { buildCli, CliProcess, runCli } from '../../cli/cliProgram.js';
import { areEnginesThere, engines } from '../fixture.js';
import type { KubeClient } from '../kubeClient.js';
import { application, clusterClient, Connecting } from './connecting.js';
import { pushFiles } from './pushFiles.js';
import { followed, until } from './questions.js';

/** Before its objects are applied a Job must end, which is suspended and never does. */
const hook = `apiVersion: batch/v1
kind: Job
metadata:
  name: endless
  annotations: { argocd.argoproj.io/hook: PreSync, argocd.argoproj.io/hook-delete-policy: BeforeHookCreation }
spec:
  suspend: true
  template:
    spec:
      restartPolicy: Never
      containers: [{ name: migrate, image: 'registry.example.test/migrate:1' }]
`;
const settings = `apiVersion: v1
kind: ConfigMap
metadata: { name: slow }
data: { level: info }
`;

describe('ending an operation of a real Argo CD', function () {
  this.timeout(120_000);
  const connecting = new Connecting();
  let cluster: KubeClient;
  let folder: string;
  let token: string;

  before(async function () {
    if (!areEnginesThere()) this.skip();
    cluster = clusterClient();
    await buildCli();
    folder = mkdtempSync(path.join(os.tmpdir(), 'golden-path-cancel-'));
    token = path.join(folder, 'token');
    writeFileSync(token, engines().argocd.tokens.developer, { mode: 0o600 });
    await pushFiles({ 'slow/job.yaml': hook, 'slow/settings.yaml': settings }, 'Add what is slow to sync');
    await cluster.apply([application('slow-dev', { environment: 'dev' }, 'slow', 'shop-dev')]);
  });
  afterEach(() => connecting.dispose());
  after(async () => {
    if (!areEnginesThere()) return;
    await cluster.request('DELETE', '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/slow-dev');
    cluster.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A sync that waits for its Job. */
  const begun = async (platform: ArgoPlatform): Promise<Operation> => {
    await until(
      async () => (await platform.listServices({ names: ['slow'] }, { fresh: true })).items.length > 0,
      'slow',
      30_000,
    );
    const operation = await platform.createDeployment(
      'slow',
      { environment: 'dev', kind: 'Deploy' },
      { idempotencyKey: crypto.randomUUID() },
    );
    await until(
      async () =>
        (await platform.getOperation(operation.id)).steps?.some(
          ({ name }) => name === 'Job/endless (PreSync)',
        ) ?? false,
      'the hook',
      60_000,
    );
    const running = await platform.getOperation(operation.id);
    assert.deepEqual([running.state, running.cancelable], ['Running', true]);
    return operation;
  };

  it('ends it, and tells it canceled with what was and was not done', async () => {
    const platform = connecting.connect();
    const { id } = await begun(platform);
    const events: string[] = [];
    const following = (async (): Promise<void> => {
      for await (const { type, state } of platform.operationEvents(id)) {
        if (type !== 'step') events.push(`${type} ${String(state)}`);
      }
    })();
    await until(() => events.length > 0, 'the first event');
    const ending = await platform.cancelOperation(id);
    assert.ok(['Running', 'Canceled'].includes(ending.state), ending.state);
    await following;
    assert.equal(events.at(-1), 'done Canceled');
    const ended = await platform.getOperation(id);
    assert.deepEqual(
      [ended.state, ended.done, ended.cancelable, ended.error],
      ['Canceled', true, false, undefined],
    );
    assert.match(ended.message ?? '', /what it had applied by then stays/);
    // The same is said by who knows nothing of it, and nothing was deployed.
    const other = connecting.connect();
    const { items } = await other.operations.list({ service: 'slow' });
    assert.deepEqual(
      items.map(({ state }) => state),
      ['Canceled'],
    );
    const [deployment] = (await other.listDeployments('slow', { environment: 'dev' })).items;
    assert.deepEqual([deployment?.state, deployment?.outcome], ['Canceled', undefined]);
    assert.equal((await other.cancelOperation(id)).state, 'Canceled');
    await assert.rejects(cluster.request('GET', '/api/v1/namespaces/shop-dev/configmaps/slow'), /404/);
  });

  it('is done from a terminal, of what another began', async () => {
    const platform = connecting.connect();
    const { id } = await begun(platform);
    const { url } = engines().argocd;
    const listed = await runCli(['cancel', '--url', url, '--token-file', token]);
    assert.match(`${listed.out}${listed.err}`, /slow-dev/);
    const canceled = await runCli(['cancel', id, '--url', url, '--token-file', token, '--yes']);
    assert.equal(canceled.code, 0, canceled.err);
    assert.match(canceled.out, /^Sync slow-dev.* is (being )?canceled\.$/m);
    assert.equal((await followed(platform, { id } as Operation)).state, 'Canceled');
    const late = await runCli(['cancel', id, '--url', url, '--token-file', token, '--yes']);
    assert.match(late.err, /has ended already: Canceled/);
  });

  it('is done through the gateway', async () => {
    const config = path.join(folder, 'acme.yaml');
    writeFileSync(config, JSON.stringify({ delivery: [{ type: 'argocd', url: engines().argocd.url }] }));
    const gateway = new CliProcess([
      'gateway',
      '--config',
      config,
      '--token',
      `argocd=${token}`,
      '--format',
      'json',
    ]);
    try {
      await gateway.until((out) => out.endsWith('\n'), 30_000);
      const { url, tokenFile } = JSON.parse(gateway.out) as { url: string; tokenFile: string };
      const { id } = await begun(connecting.connect());
      const listed = await runCli(['cancel', '--url', url, '--token-file', tokenFile, '--format', 'json']);
      const tagged = /\S*slow-dev\.\w+/.exec(`${listed.out}${listed.err}`)?.[0] ?? `argocd:${id}`;
      const canceled = await runCli(['cancel', tagged, '--url', url, '--token-file', tokenFile, '--yes']);
      assert.equal(canceled.code, 0, `${canceled.err} ${listed.out} ${listed.err}`);
      assert.equal((await followed(connecting.connect(), { id } as Operation)).state, 'Canceled');
    } finally {
      gateway.child.kill('SIGTERM');
    }
  });
});
