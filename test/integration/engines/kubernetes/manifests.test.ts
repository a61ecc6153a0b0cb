import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stringify } from 'yaml';
import { buildCli, CliProcess, runCli, type Ended } from '../../cli/cliProgram.js';
import { areEnginesThere, engines } from '../fixture.js';
import { contexts } from '../kubeconfig.js';
import { until } from '../processes.js';
import { ownNamespace } from './support.js';

type Plain = Readonly<Record<string, unknown>>;

/** A Service with all that becomes an object of its own. */
function manifest(more: Plain = {}, workload: Plain = {}): Plain {
  return {
    apiVersion: 'goldenpath.dev/v1alpha1',
    kind: 'Service',
    metadata: { name: 'basket' },
    spec: {
      type: 'service',
      owner: 'team-a',
      scaling: { minReplicas: 2 },
      workload: {
        containers: {
          main: {
            image: '.',
            variables: { GREETING: 'hello' },
            files: { '/etc/basket.conf': { content: 'color=blue' } },
            livenessProbe: { httpGet: { path: '/live', port: 8080 } },
          },
        },
        service: { ports: { web: { port: 80, targetPort: 8080 } } },
        ...workload,
      },
      ...more,
    },
  };
}

describe('a whole manifest on a real Kubernetes cluster', function () {
  this.timeout(240_000);

  const own = ownNamespace('manifests');
  let folder: string;
  before(async () => {
    if (!areEnginesThere()) return;
    await buildCli();
    folder = await mkdtemp(path.join(tmpdir(), 'golden-path-'));
    await mkdir(path.join(folder, '.platform'));
    await write('.platform/environment.yaml', {
      apiVersion: 'goldenpath.dev/v1alpha1',
      kind: 'Environment',
      metadata: { name: 'dev' },
      spec: { type: 'development', target: { namespace: own().name } },
    });
    await write('cluster.yaml', {
      delivery: [
        {
          type: 'kubernetes',
          contexts: { [contexts.admin]: { environment: 'dev', namespaces: [own().name] } },
        },
      ],
    });
  });
  after(async () => {
    if (areEnginesThere()) await rm(folder, { recursive: true });
  });

  const write = (name: string, value: Plain): Promise<void> =>
    writeFile(path.join(folder, name), stringify(value, { aliasDuplicateObjects: false }));
  const env = (): Record<string, string> => ({
    KUBECONFIG: engines().kubernetes.kubeconfig,
    XDG_DATA_HOME: folder,
  });
  const cli = (...args: readonly string[]): Promise<Ended> => runCli([...args], { cwd: folder, env: env() });
  const deploy = (...args: readonly string[]): Promise<Ended> =>
    cli('deploy', '--url', 'cluster.yaml', '--environment', 'dev', '--yes', ...args);
  const image = (tag: string): readonly string[] => ['--image', `registry.example.test/basket:${tag}`];
  const live = (kind: string, name: string): Promise<Plain> =>
    own().admin.request(
      'GET',
      `/${kind.replace('NS', `namespaces/${own().name}`)}/${name}`,
    ) as Promise<Plain>;
  const deployed = (name = 'basket'): Promise<Plain> => live('apis/apps/v1/NS/deployments', name);

  /** Differences from live by the command, as people would ask for them. */
  async function differences(...args: readonly string[]): Promise<Ended> {
    const kinds = ['apps/v1 deployments', 'batch/v1 cronjobs', 'autoscaling/v2 horizontalpodautoscalers'];
    const routes = [...kinds, 'policy/v1 poddisruptionbudgets'].map((kind) => `apis/${kind}`);
    const lists = await Promise.all(
      [...routes, 'api/v1 services', 'api/v1 configmaps'].map(async (route) => {
        const [root = '', plural = ''] = route.split(' ');
        const { items, kind, apiVersion } = (await own().admin.request(
          'GET',
          `/${root}/namespaces/${own().name}/${plural}`,
        )) as { items: Plain[]; kind: string; apiVersion: string };
        return items.map((item) => ({ ...item, kind: kind.replace(/List$/, ''), apiVersion }));
      }),
    );
    const all = JSON.stringify({ kind: 'List', items: lists.flat() });
    return runCli(['render', '--environment', 'dev', '--diff', '-', ...args], { cwd: folder, stdin: all });
  }

  it('is planned and applied, and then nothing differs from what is live', async () => {
    await write('platform.yaml', manifest());
    const before = await differences(...image('1.0.0'));
    assert.equal(before.code, 1, before.err);
    const { code, out, err } = await deploy(...image('1.0.0'), '--reason', 'the first one');
    assert.equal(code, 0, out + err);
    assert.match(out, /Plan: 4 to create, 0 to change, 0 to replace, 0 to delete\./);
    assert.match(out, / {2}\+ Deployment\/basket\n/);
    assert.match(out, /basket 1\.0\.0 is deployed to dev\./);
    const { metadata } = (await deployed()) as { metadata: { managedFields: { manager: string }[] } };
    assert.equal(metadata.managedFields[0]?.manager, 'golden-path');
    const after = await differences(...image('1.0.0'));
    assert.equal(after.code, 0, after.out + after.err);
    assert.match(after.err, /No difference: 4 objects are live/);
  });

  it('keeps the image that runs where none is named, and changes only what is other', async () => {
    await write('platform.yaml', manifest({ scaling: { minReplicas: 3 } }));
    const { code, out, err } = await deploy();
    assert.equal(code, 0, out + err);
    assert.match(out, /Plan: 0 to create, 1 to change, 0 to replace, 0 to delete\./);
    assert.match(out, /~ Deployment\/basket \/spec\/replicas: 2 -> 3\n/);
    assert.match(out, /Note \(image-kept\): main keeps the image that runs, .*basket:1\.0\.0/);
    assert.equal((await differences(...image('1.0.0'))).code, 0);
  });

  it('deletes what it brought and the manifest has no more, when that was seen', async () => {
    await write('platform.yaml', manifest({ scaling: { minReplicas: 1 } }));
    const refused = await deploy();
    assert.notEqual(refused.code, 0);
    assert.match(refused.out + refused.err, /- PodDisruptionBudget\/basket/);
    assert.match(refused.err, /left-over/);
    const { code, out, err } = await deploy('--acknowledge', 'left-over');
    assert.equal(code, 0, out + err);
    await assert.rejects(live('apis/policy/v1/NS/poddisruptionbudgets', 'basket'), /404/);
    assert.equal((await differences(...image('1.0.0'))).code, 0);
  });

  it('is rolled back to an earlier revision, and deployed again over that', async () => {
    await write('platform.yaml', manifest({ scaling: { minReplicas: 1 } }));
    const next = await deploy(...image('2.0.0'));
    assert.equal(next.code, 0, next.out + next.err);
    const back = await cli(
      ...['rollback', '--url', 'cluster.yaml', '--service', 'basket', '--environment', 'dev', '--yes'],
    );
    assert.equal(back.code, 0, back.out + back.err);
    assert.match(JSON.stringify(await deployed()), /basket:1\.0\.0/);
    const again = await deploy(...image('3.0.0'));
    assert.equal(again.code, 0, again.out + again.err);
    assert.match(JSON.stringify(await deployed()), /basket:3\.0\.0/);
    assert.equal((await differences(...image('3.0.0'))).code, 0);
    const restart = await cli(
      ...['restart', '--url', 'cluster.yaml', '--service', 'basket', '--environment', 'dev', '--yes'],
    );
    assert.equal(restart.code, 0, restart.out + restart.err);
    assert.equal((await differences(...image('3.0.0'))).code, 0);
  });

  it('makes other pods of other files, and says of a roll back that the files stay', async () => {
    const files = (content: string): Plain => ({
      containers: {
        main: { image: '.', files: { '/etc/basket.conf': { content } } },
      },
    });
    const revision = async (): Promise<string | undefined> => {
      const { metadata } = (await deployed()) as { metadata: { annotations: Record<string, string> } };
      return metadata.annotations['deployment.kubernetes.io/revision'];
    };
    await write('platform.yaml', manifest({ scaling: { minReplicas: 1 } }, files('color=blue')));
    const blue = await deploy('--acknowledge', 'left-over');
    assert.equal(blue.code, 0, blue.out + blue.err);
    const before = await revision();
    await write('platform.yaml', manifest({ scaling: { minReplicas: 1 } }, files('color=red')));
    const red = await deploy();
    assert.equal(red.code, 0, red.out + red.err);
    assert.notEqual(await revision(), before, 'pods that mount a file never see another text of it');
    const back = await cli(
      ...['rollback', '--url', 'cluster.yaml', '--service', 'basket', '--environment', 'dev', '--yes'],
    );
    assert.equal(back.code, 0, back.out + back.err);
    assert.match(back.out + back.err, /files-stay\): The files of basket were others then/);
    assert.match(
      (await differences(...image('3.0.0'))).out,
      /^Deployment basket .*goldenpath\.dev\/files: live /,
    );
  });

  it('tells who manages a field, and takes it only with a reason', async () => {
    await write('platform.yaml', manifest({ scaling: { minReplicas: 1 } }));
    const route = `/apis/apps/v1/namespaces/${own().name}/deployments/basket?fieldManager=kubectl-edit`;
    await own().admin.request('PATCH', route, { spec: { replicas: 4 } }, 'application/merge-patch+json');
    const refused = await deploy();
    assert.equal(refused.code, 1, refused.out + refused.err);
    assert.match(refused.out, /~ Deployment\/basket \/spec\/replicas: 4 -> 1 \(kubectl-edit manages it\)/);
    assert.match(refused.out, /Blocked \(FieldManagerConflict\): kubectl-edit manages \.spec\.replicas/);
    assert.match(refused.err, /take the fields over/);
    const taking = ['--override', 'FieldManagerConflict', '--reason', 'it is ours'];
    const { code, out, err } = await deploy(...taking, '--acknowledge', 'fields-taken');
    assert.equal(code, 0, out + err);
    assert.match(out, /Warning \(fields-taken\): .*kubectl-edit/);
    assert.equal((await differences(...image('3.0.0'))).code, 0);
  });

  it('is refused where Helm or Argo CD brings one of its objects', async () => {
    const name = 'basket';
    const route = `/apis/apps/v1/namespaces/${own().name}/deployments/${name}`;
    const mark = (value: string | null): Promise<unknown> =>
      own().admin.request(
        'PATCH',
        route,
        { metadata: { annotations: { 'argocd.argoproj.io/tracking-id': value } } },
        'application/merge-patch+json',
      );
    await mark('shop-dev:apps/Deployment:store/basket');
    const refused = await deploy(...image('4.0.0'));
    await mark(null);
    assert.equal(refused.code, 1, refused.out);
    assert.match(refused.out, /Blocked \(OwnedElsewhere\): Argo CD \(shop-dev\) brings Deployment basket/);
    assert.match(JSON.stringify(await deployed()), /basket:3\.0\.0/);
  });

  it('says what the cluster does not know, and where the image is', async () => {
    const secrets = { TOKEN: { key: 'basket/token', store: 'vault' } };
    await write('platform.yaml', { ...manifest({ secrets }), metadata: { name: 'sealed' } });
    const none = await deploy();
    assert.match(none.err, /The image of main is built from its folder/);
    const unknown = await deploy(...image('1.0.0'));
    assert.equal(unknown.code, 1, unknown.out + unknown.err);
    assert.match(unknown.err, /The cluster knows no ExternalSecret \(external-secrets\.io\/v1/);
  });

  it('that changes what never may change names what to do', async () => {
    await own().admin.apply([
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'older', namespace: own().name, labels: { 'app.kubernetes.io/name': 'older' } },
        spec: {
          selector: { matchLabels: { app: 'older' } },
          template: {
            metadata: { labels: { app: 'older' } },
            spec: { containers: [{ name: 'main', image: 'registry.example.test/older:1' }] },
          },
        },
      },
    ]);
    await write('platform.yaml', { ...manifest(), metadata: { name: 'older' } });
    const { code, err } = await deploy();
    assert.equal(code, 1);
    assert.match(err, /annotation goldenpath\.dev\/selector: app=older/);
  });

  it('of a Job is made anew, as a Job never changes', async () => {
    const job = { ...manifest({ type: 'job', scaling: undefined }, { service: undefined }) };
    await write('platform.yaml', JSON.parse(JSON.stringify({ ...job, metadata: { name: 'once' } })) as Plain);
    const first = await deploy(...image('1.0.0'), '--no-wait');
    assert.match(first.out, /\+ Job\/once/, first.err);
    const second = await deploy(...image('2.0.0'), '--no-wait');
    assert.match(second.out, /! Job\/once/, second.err);
    await until(
      'the new one is there',
      async () =>
        JSON.stringify(await live('apis/batch/v1/NS/jobs', 'once')).includes('basket:2.0.0') || undefined,
    );
  });

  it('goes through the gateway as well', async () => {
    const gateway = new CliProcess(['gateway', '--config', 'cluster.yaml', '--format', 'json'], {
      cwd: folder,
      env: env(),
    });
    try {
      await gateway.until((out) => out.includes('\n'), 60_000);
      const { url, tokenFile } = JSON.parse(gateway.out) as { url: string; tokenFile: string };
      await write('platform.yaml', manifest({ scaling: { minReplicas: 2 } }));
      const { code, out, err } = await cli(
        ...['deploy', '--url', url, '--token-file', tokenFile, '--environment', 'dev', '--yes'],
      );
      assert.equal(code, 0, out + err + gateway.out);
      assert.match(out, /~ Deployment\/basket \/spec\/replicas: 1 -> 2/);
    } finally {
      gateway.child.kill();
    }
  });
});
