import assert from 'node:assert/strict';
import { areEnginesThere, engines } from '../fixture.js';
import type { KubeClient } from '../kubeClient.js';
import { application, clusterClient, Connecting } from './connecting.js';
import { pushFiles } from './pushFiles.js';
import { followed, placeOf, until } from './questions.js';

const applications = '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications';

/** The API server takes no such number. */
const broken = `apiVersion: apps/v1
kind: Deployment
metadata: { name: broken }
spec:
  replicas: -1
  selector: { matchLabels: { app: broken } }
  template:
    metadata: { labels: { app: broken } }
    spec: { containers: [{ name: broken, image: 'registry.example.test/broken:1' }] }
`;

describe('why a service of a real Argo CD is not well', function () {
  this.timeout(120_000);
  const connecting = new Connecting();
  let cluster: KubeClient;

  before(async function () {
    if (!areEnginesThere()) this.skip();
    cluster = clusterClient();
    await pushFiles({ 'broken/deployment.yaml': broken }, 'Add what is refused');
    await cluster.apply([
      application('broken-dev', { environment: 'dev' }, 'broken', 'shop-dev'),
      application('nowhere-dev', { environment: 'dev' }, 'nowhere', 'shop-dev'),
      application('foreign-dev', { environment: 'dev' }, 'broken', 'not-of-the-shop'),
    ]);
  });
  afterEach(() => connecting.dispose());
  after(async () => {
    if (!areEnginesThere()) return;
    for (const name of ['broken-dev', 'nowhere-dev', 'foreign-dev']) {
      await cluster.request('DELETE', `${applications}/${name}`);
    }
    cluster.close();
  });

  /** What is said first of a service in dev, once Argo CD has looked at it. */
  const saidOf = async (service: string, fits: RegExp): Promise<string> => {
    const platform = connecting.connect();
    let said = '';
    await until(
      async () => {
        const place = await placeOf(platform, service, 'dev').catch(() => undefined);
        said = place?.message ?? '';
        return fits.test(said);
      },
      String(fits),
      60_000,
    ).catch(() => assert.match(said, fits));
    return said;
  };

  it('is told by the instance that is in trouble, in the place as among its objects', async () => {
    const platform = connecting.connect();
    const sentence =
      /^payments-\S+ cannot pull the image registry\.example\.test\/payments:missing-2\.2\.0\. Check in Git/;
    const place = await placeOf(platform, 'payments', 'staging');
    assert.match(place.message ?? '', sentence);
    const condition = place.conditions?.find(({ type }) => type === 'Healthy');
    assert.deepEqual([condition?.status, condition?.reason], ['False', 'ImagePullBackOff']);
    assert.match(condition?.message ?? '', sentence);
    const { components = [] } = await platform.places.get('payments', 'staging');
    const pod = components.find(({ kind, health }) => kind === 'Pod' && health === 'Degraded');
    assert.ok(pod);
    assert.match(pod.message ?? '', /ImagePullBackOff/);
    assert.equal(pod.image, 'registry.example.test/payments:missing-2.2.0');
    const owner = components.find(({ id }) => id === pod.parent);
    const workload = components.find(({ id }) => id === owner?.parent);
    assert.deepEqual([owner?.kind, workload?.kind], ['ReplicaSet', 'Deployment']);
  });

  it('is the object at which the sync failed, and where to mend it', async () => {
    const platform = connecting.connect();
    await saidOf('broken', /never synced/);
    const operation = await platform.createDeployment(
      'broken',
      { environment: 'dev', kind: 'Deploy' },
      { idempotencyKey: crypto.randomUUID() },
    );
    assert.equal((await followed(platform, operation)).state, 'Failed');
    const { repository } = engines().git;
    const said = await saidOf('broken', /last sync/);
    assert.match(said, /^The last sync of broken-dev failed: Deployment\/broken: .*spec\.replicas/);
    assert.ok(said.endsWith(`Mend broken in ${repository}, then sync again.`), said);
    const [deployment] = (await platform.listDeployments('broken', { environment: 'dev' })).items;
    assert.deepEqual([deployment?.state, deployment?.message], ['Failed', said]);
  });

  it('is what Argo CD cannot read, or does not take', async () => {
    const said = await saidOf('nowhere', /cannot read/);
    assert.match(
      said,
      /^Argo CD cannot read what Git has of nowhere-dev: .*app path does not exist\. Mend nowhere in/,
    );
    assert.match(
      await saidOf('foreign', /not valid/),
      /^The Application foreign-dev is not valid: .*not-of-the-shop.* Change it, or ask whoever manages the project shop\.$/,
    );
  });
});
