import assert from 'node:assert/strict';
import {
  createBackstagePlatform,
  type BackstagePlatform,
  type BackstagePlatformOptions,
} from '../../../src/platform/backstage/backstagePlatform.js';
import { undiciTransport } from '../../../src/platform/http/undiciTransport.js';
import type { ServiceEnvironment } from '../../../src/model/catalog.js';
import type { LogLine } from '../../../src/model/platform.js';
import { isBackstageThere, type RunningBackstage } from '../backstage/backstage.js';
import { buildCli, CliProcess, runCli } from '../cli/cliProgram.js';
import { contexts } from './kubeconfig.js';
import { disposeAll, platformOf } from './kubernetes/support.js';
import { isReal, isRecorded, startWithPlugins } from './backstagePlugins/started.js';

const argo = '@backstage-community/plugin-argocd-backend';
const kubernetes = '@backstage/plugin-kubernetes-backend';

/** What is the same whenever it is asked. */
function told({ environment, health, sync, current }: ServiceEnvironment): readonly unknown[] {
  return [environment, health, sync, current?.version];
}

async function collected(lines: AsyncIterable<LogLine>): Promise<readonly LogLine[]> {
  const all: LogLine[] = [];
  for await (const line of lines) all.push(line);
  return all;
}

describe('a real Backstage with plugins for Kubernetes and Argo CD', function () {
  this.timeout(180_000);
  let backstage: RunningBackstage | undefined;
  const platforms: BackstagePlatform[] = [];
  const signedIn = (suffix = '', more: Partial<BackstagePlatformOptions> = {}): BackstagePlatform => {
    const { url, token } = backstage!;
    const given = { url, token: () => Promise.resolve(`${token}${suffix}`), transport: undiciTransport() };
    const platform = createBackstagePlatform({ ...given, ...more });
    platforms.push(platform);
    return platform;
  };
  let platform: BackstagePlatform;
  const at = async (service: string, environment: string): Promise<ServiceEnvironment> => {
    const { environments = [] } = await platform.getService(service);
    const found = environments.find((place) => place.environment === environment);
    assert.ok(found, `${service} in ${environment}`);
    return found;
  };

  before(async function () {
    if (!isReal() && !isBackstageThere('plugins')) this.skip();
    backstage = await startWithPlugins('plugins', [argo, kubernetes]);
    platform = signedIn();
  });
  after(async () => {
    for (const each of platforms) each.dispose();
    await backstage?.stop();
  });

  it('announces what they show, and nothing that they cannot do', async () => {
    const { capabilities } = await platform.getInfo();
    for (const name of ['environments', 'services.detail', 'deployments', 'releases', 'events']) {
      assert.deepEqual(capabilities[name], { level: 'Read' }, name);
    }
    assert.deepEqual(capabilities['logs'], { level: 'Stream' });
    assert.equal(capabilities['watch'], undefined);
    const request = { environment: 'dev', kind: 'Restart' as const };
    await assert.rejects(platform.planDeployment('basket', request), { code: 'not-implemented' });
  });

  it('tells where a workload runs, in which version and how', async () => {
    const { environments = [] } = await platform.getService('basket');
    assert.deepEqual(environments.map(told), [
      ['dev', 'Healthy', undefined, '1.2.0'],
      ['staging', 'Healthy', undefined, '1.2.0'],
      ['prod', 'Healthy', undefined, '1.1.0'],
    ]);
    for (const { replicas, permissions = [] } of environments) {
      assert.ok(replicas && replicas.ready > 0 && replicas.ready === replicas.desired);
      assert.equal(permissions.find(({ name }) => name === 'deploy')?.state, 'Hidden');
    }
  });

  it('says why one is not well, in the words of its pods, and names its instances', async () => {
    const { environments = [] } = await platform.getService('till');
    assert.deepEqual(
      environments.map(({ environment, health }) => [environment, health]),
      [['staging', 'Degraded']],
    );
    assert.match(environments[0]?.message ?? '', /ImagePullBackOff|ErrImagePull/);
    const { components = [] } = await platform.places!.get('till', 'staging');
    assert.deepEqual([...new Set(components.map(({ kind }) => kind))], ['Deployment', 'Pod']);
  });

  it('has what was deployed, the events and the logs of a workload', async () => {
    const { items } = await platform.listDeployments('basket', { environment: 'dev' });
    const [first] = items;
    assert.deepEqual(
      [first?.environment, first?.state, first?.release.version],
      ['dev', 'Deployed', '1.2.0'],
    );
    assert.equal(first?.rollback?.eligible, false);
    assert.equal((await platform.deployments!.get('basket', first.id)).id, first.id);
    assert.ok((await platform.listReleases('basket')).items.some(({ version }) => version === '1.1.0'));
    const events = await platform.places!.events('basket', 'dev');
    assert.ok(Array.isArray(events.items));
    const lines = await collected(platform.logs('basket', 'dev', { tail: 5 }));
    assert.equal(lines.length, 5);
    assert.ok(lines.every(({ instance, message }) => instance !== undefined && message !== ''));
  });

  it('reads Applications by their names, with sync, version, history and who made it', async () => {
    const { environments = [] } = await platform.getService('checkout');
    assert.deepEqual(
      environments.map(({ environment }) => environment),
      ['dev', 'staging', 'prod'],
    );
    const dev = await at('checkout', 'dev');
    assert.equal(dev.health, 'Healthy');
    assert.match(dev.current?.version ?? '', /\d/);
    assert.ok(dev.links?.some(({ url }) => url.includes('/applications/argocd/checkout-dev')));
    assert.equal(dev.operation, undefined);
    const { items } = await platform.listDeployments('checkout', { environment: 'dev' });
    assert.ok(items.length >= 2);
    assert.deepEqual([items[0]?.state, items[1]?.state], ['Deployed', 'Superseded']);
    assert.match(items[0]?.release.commit?.message ?? '', /\S/);
    assert.equal(items[1]?.rollback?.eligible, false);
    assert.deepEqual(await collected(platform.logs('checkout', 'dev')), []);
    assert.equal(dev.permissions?.find(({ name }) => name === 'logs')?.state, 'Denied');
    await assert.rejects(collected(platform.logs('checkout', 'nowhere')), { code: 'not-found' });
  });

  it('reads Applications by a selector, where the instance is named', async () => {
    const { environments = [] } = await platform.getService('assortment');
    assert.deepEqual(
      environments.map(({ environment }) => environment),
      ['dev', 'staging', 'prod'],
    );
  });

  it('tells of a place once that both know: sync by the one, instances by the other', async () => {
    const { environments = [] } = await platform.getService('notifier');
    const names = environments.map(({ environment }) => environment);
    assert.deepEqual(names, [...new Set(names)]);
    const dev = await at('notifier', 'dev');
    assert.equal(dev.sync, 'Synced');
    assert.equal(
      dev.permissions?.find(({ name }) => name === 'logs'),
      undefined,
    );
    assert.ok(dev.replicas);
    assert.ok(dev.links?.some(({ title }) => title?.includes('Argo CD')));
  });

  it('lists services with where they run, and finds them by it', async () => {
    const { items } = await platform.listServices({ pageSize: 50 });
    const places = new Map(items.map(({ name, environments = [] }) => [name, environments.length]));
    assert.deepEqual(
      ['basket', 'checkout', 'drawing-board', 'cart'].map((name) => places.get(name)),
      [3, 3, 0, 0],
    );
    const { items: degraded } = await platform.listServices({ environment: 'staging', health: 'Degraded' });
    assert.ok(degraded.some(({ name }) => name === 'till'));
    assert.ok(!degraded.some(({ name }) => name === 'basket'));
    const { items: environments } = await platform.listEnvironments();
    assert.deepEqual(
      environments.map(({ name, production }) => [name, production]),
      [
        ['dev', false],
        ['staging', false],
        ['prod', true],
      ],
    );
  });

  it('shows who may not get through to a cluster what runs there, and says so of its logs', async () => {
    const reader = signedIn('-reader');
    const { capabilities } = await reader.getInfo();
    assert.deepEqual(capabilities['deployments'], { level: 'Read' });
    assert.deepEqual([capabilities['logs'], capabilities['events']], [undefined, undefined]);
    const { environments = [] } = await reader.getService('basket');
    // Labels of namespaces are behind the proxy: their names tell.
    assert.deepEqual(
      environments.map(({ environment, health }) => [environment, health]),
      [
        ['dev', 'Healthy'],
        ['staging', 'Healthy'],
        ['prod', 'Healthy'],
      ],
    );
    const logs = environments[0]?.permissions?.find(({ name }) => name === 'logs');
    assert.equal(logs?.state, 'Denied');
    assert.match(logs.reason ?? '', /kubernetes\.proxy/);
    assert.deepEqual(await collected(reader.logs('basket', 'dev')), []);
  });

  it('is a catalogue alone for who may see no plugin', async () => {
    const other = signedIn('-catalog');
    const { capabilities } = await other.getInfo();
    assert.deepEqual([capabilities['deployments'], capabilities['environments']], [undefined, undefined]);
    assert.deepEqual((await other.getService('basket')).environments, []);
    assert.deepEqual((await other.listServices({ environment: 'dev' })).items, []);
    assert.deepEqual((await other.listEnvironments()).items, []);
    await assert.rejects(other.listDeployments('basket'), { code: 'not-implemented' });
  });

  it('leaves to a system that is connected itself what is that system’s', async () => {
    const beside = signedIn('', { beside: ['argocd'] });
    assert.deepEqual((await beside.getService('checkout')).environments, []);
    assert.equal((await beside.getService('basket')).environments?.length, 3);
    const both = signedIn('', { beside: ['argocd', 'kubernetes'] });
    assert.equal((await both.getInfo()).capabilities['deployments'], undefined);
    assert.deepEqual((await both.getService('basket')).environments, []);
  });

  it('is served by the gateway as a platform that passes the conformance kit at the level Read', async function () {
    if (!isReal() || isRecorded()) return this.skip();
    await buildCli();
    const { url, token } = backstage!;
    const args = ['gateway', '--backstage', url, '--token-stdin', '--port', '0', '--format', 'json'];
    const gateway = new CliProcess(args, { stdin: token });
    try {
      await gateway.until((out) => out.endsWith('\n'), 60_000);
      const served = JSON.parse(gateway.out) as { readonly url: string; readonly tokenFile: string };
      const kit = [
        'conformance',
        served.url,
        '--token-file',
        served.tokenFile,
        '--level',
        'read',
        '--verbose',
      ];
      const { code, out, err } = await runCli(kit);
      assert.equal(code, 0, `${out}\n${err}`);
      for (const id of ['getServiceEnvironment', 'getDeployment', 'listLogs', 'listEvents', 'listFacets']) {
        assert.ok(out.includes(`✓ reads/${id}\n`), `${id} holds:\n${out}`);
      }
    } finally {
      gateway.child.kill('SIGKILL');
    }
  });

  it('tells the same of a workload as the cluster itself does', async function () {
    if (!isReal()) return this.skip();
    const direct = await platformOf(contexts.admin);
    try {
      const same = ({ environment, health, current, replicas }: ServiceEnvironment): unknown => ({
        environment,
        health,
        current,
        replicas,
      });
      const { environments: own = [] } = await direct.getService('cart');
      const { environments: shown = [] } = await platform.getService('basket', { fresh: true });
      assert.deepEqual(shown.map(same), own.map(same));
    } finally {
      disposeAll();
    }
  });
});

describe('a real Backstage with the plugin of Roadie for Argo CD', function () {
  this.timeout(180_000);
  let backstage: RunningBackstage | undefined;
  let platform: BackstagePlatform | undefined;

  before(async function () {
    if (!isReal() && !isBackstageThere('pluginsRoadie')) this.skip();
    const { url, token } = (backstage = await startWithPlugins('pluginsRoadie', [
      '@roadiehq/backstage-plugin-argo-cd-backend',
    ]));
    platform = createBackstagePlatform({
      url,
      token: () => Promise.resolve(token),
      transport: undiciTransport(),
    });
  });
  after(async () => {
    platform?.dispose();
    await backstage?.stop();
  });

  for (const service of ['checkout', 'assortment']) {
    it(`tells where ${service} runs, and what ran before`, async () => {
      const { environments = [] } = await platform!.getService(service);
      assert.deepEqual(
        environments.map(({ environment }) => environment),
        ['dev', 'staging', 'prod'],
      );
      const { items } = await platform!.listDeployments(service, { environment: 'dev' });
      assert.match(items[0]?.release.commit?.message ?? '', /\S/);
    });
  }

  it('has neither logs nor events', async () => {
    const { capabilities } = await platform!.getInfo();
    assert.deepEqual(capabilities['deployments'], { level: 'Read' });
    assert.deepEqual([capabilities['logs'], capabilities['events']], [undefined, undefined]);
  });
});
