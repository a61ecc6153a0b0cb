import assert from 'node:assert/strict';
import { deployment } from '../kubernetes/fakeCluster.js';
import { pass, startTime, stopTime } from '../http/fakeTime.js';
import { component, FakeBackstage, refusal, type Answer } from './fakeBackstage.js';

const selector = { 'backstage.io/kubernetes-label-selector': 'app=web' };
const query = 'POST /api/kubernetes/resources/workloads/query';

const running: Answer = {
  body: {
    items: [
      {
        cluster: { name: 'one' },
        resources: [{ type: 'deployments', resources: [deployment('web', 'shop-dev')] }],
        errors: [],
      },
    ],
  },
};

function backstageOf(count: number, annotations = selector): FakeBackstage {
  const all = Array.from({ length: count }, (_, index) => component(`web-${index}`, annotations));
  return new FakeBackstage(...all, component('plain'))
    .on('GET /api/kubernetes/clusters', () => ({ body: { items: [{ name: 'one' }] } }))
    .on('GET /api/kubernetes/proxy', () => refusal(403, 'NotAllowedError'))
    .on(query, () => running);
}

describe('a list of services with what a plugin tells of each', () => {
  beforeEach(stopTime);
  afterEach(startTime);

  it('asks of each that is annotated, few at a time, and again only after a while', async () => {
    const backstage = backstageOf(10);
    let [open, most] = [0, 0];
    backstage.on(query, async () => {
      most = Math.max(most, ++open);
      await new Promise((resolve) => setTimeout(resolve, 100));
      open--;
      return running;
    });
    const platform = backstage.platform();
    const listed = platform.listServices({}, { fresh: true });
    await pass(1_000);
    const known = (await listed).items.map(({ environments = [] }) => environments.length);
    assert.deepEqual(known, [...Array<number>(10).fill(1), 0]);
    assert.deepEqual([backstage.count(query), most], [10, 3]);
    await platform.listServices({}, { fresh: true });
    assert.equal(backstage.count(query), 10);
    await pass(31_000);
    const again = platform.listServices({}, { fresh: true });
    await pass(1_000);
    await again;
    assert.equal(backstage.count(query), 20);
  });

  it('waits for a slow plugin only so long, and shows later what came later', async () => {
    const backstage = backstageOf(1);
    backstage.on(query, async () => {
      await new Promise((resolve) => setTimeout(resolve, 7_000));
      return running;
    });
    const platform = backstage.platform();
    const first = platform.listServices();
    await pass(5_500);
    assert.deepEqual((await first).items[0]?.environments, []);
    await pass(2_000);
    assert.equal((await platform.listServices()).items[0]?.environments?.length, 1);
    assert.equal(backstage.count(query), 1);
  });

  it('asks the less of each, the longer it is', async () => {
    const backstage = backstageOf(50);
    const platform = backstage.platform();
    const list = async (): Promise<void> => {
      const listed = platform.listServices({}, { fresh: true });
      await pass(100);
      await listed;
    };
    await list();
    await pass(40_000);
    await list();
    assert.equal(backstage.count(query), 50);
    await pass(20_000);
    await list();
    assert.equal(backstage.count(query), 100);
  });

  it('asks nothing for a basic view, and all that could fit where it is filtered by where they run', async () => {
    const backstage = backstageOf(3);
    const platform = backstage.platform();
    await platform.listServices({ view: 'Basic' });
    assert.equal(backstage.count(query), 0);
    const filtered = platform.listServices({ environment: 'dev', health: 'Healthy' });
    await pass(100);
    assert.equal((await filtered).items.length, 3);
    assert.equal(backstage.count('filter=kind=component,metadata.annotations.backstage.io/kubernetes-id'), 1);
    const none = platform.listServices({ environment: 'qa' });
    await pass(100);
    assert.deepEqual((await none).items, []);
  });

  it('tells environments before anything was listed', async () => {
    const asked = backstageOf(2).platform().listEnvironments();
    await pass(100);
    assert.deepEqual(
      (await asked).items.map(({ name, type }) => [name, type]),
      [['dev', 'development']],
    );
  });

  it('is given up with its signal', async () => {
    const backstage = backstageOf(1);
    backstage.on(query, () => new Promise(() => undefined));
    const gone = new AbortController();
    const listed = backstage.platform().listServices({}, { signal: gone.signal });
    const ended = assert.rejects(listed, { name: 'AbortError' });
    await pass(100);
    gone.abort();
    await ended;
  });
});
