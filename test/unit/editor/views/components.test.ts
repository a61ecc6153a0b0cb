import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { RuntimeComponent, ServiceEnvironment } from '../../../../src/model/catalog.js';
import type { Platform } from '../../../../src/model/platform.js';
import { BelowDeployment } from '../../../../src/editor/views/belowDeployment.js';
import { componentRow, componentsIn, componentTooltip } from '../../../../src/editor/views/components.js';
import { detailsOf } from '../../../../src/editor/views/details.js';
import { NodeStore, targetOf, type Node } from '../../../../src/editor/views/nodes.js';
import type { PlatformPicture } from '../../../../src/editor/views/platformRow.js';
import { running, service, snapshot } from '../pictures.js';

const now = Date.parse('2026-11-21T12:30:00Z');
const info = {
  name: 'cluster',
  contractVersion: '0.2.0',
  capabilities: { 'services.detail': { level: 'Read' } },
};
const pod = (name: string, more: Partial<RuntimeComponent> = {}): RuntimeComponent => ({
  id: `Pod/${name}`,
  kind: 'Pod',
  name,
  parent: 'Deployment/orders',
  health: 'Healthy',
  ...more,
});
const broken = pod('orders-b', {
  health: 'Degraded',
  message: 'main: CrashLoopBackOff',
  restarts: 7,
  image: 'shop/orders:2',
  startedAt: '2026-11-21T10:30:00Z',
});
const workload: RuntimeComponent = {
  id: 'Deployment/orders',
  kind: 'Deployment',
  name: 'orders',
  health: 'Degraded',
};
const all = [pod('orders-a'), broken, workload];

function pictureOf(components: readonly RuntimeComponent[], more: Partial<ServiceEnvironment> = {}) {
  let reads = 0;
  const state = { ...running('staging', 'Degraded'), ...more };
  const places = { get: () => Promise.resolve({ ...state, components: (reads++, components) }) };
  const platform = { places } as unknown as Platform;
  const shown = (now: ServiceEnvironment): PlatformPicture => ({
    url: 'http://127.0.0.1/v1',
    isChosen: true,
    connection: { platform } as unknown as PlatformPicture['connection'],
    picture: { live: snapshot([service('orders', now)], { info }), workspace: new Set() },
  });
  return { state, shown, reads: () => reads };
}

describe('what a service is made of where it runs', () => {
  const nodes = new NodeStore();
  const deployment = nodes.deployment('orders', 'staging', 'service');
  const instances = nodes.detail(deployment, 'instances');
  assert.ok(instances.kind === 'detail');
  const componentIn = (node: Node | undefined): Extract<Node, { kind: 'component' }> => {
    assert.ok(node?.kind === 'component');
    return node;
  };

  it('unfolds from the number of instances, only where the platform tells it', () => {
    const state = { ...running('staging', 'Healthy'), replicas: { ready: 1, desired: 2 } };
    const line = (more: object) =>
      detailsOf(state, snapshot([service('orders', state)], more), now).find(
        ({ key }) => key === 'instances',
      );
    assert.equal(line({ info })?.row.children, 'collapsed');
    assert.equal(line({})?.row.children, 'none');
    const { replicas, ...unknown } = state;
    assert.equal(replicas.ready, 1);
    const live = snapshot([service('orders', unknown)], { info });
    const label = detailsOf(unknown, live, now).find(({ key }) => key === 'instances')?.row.label;
    assert.equal(label, 'Components');
    assert.deepEqual(detailsOf(unknown, { ...live, info: undefined as never }, now)[0]?.key, 'deployment');
  });

  it('is a tree, what is not well first, each with its kind, health and reason', async () => {
    const { state, shown } = pictureOf(all);
    const platform = shown(state);
    const below = new BelowDeployment();
    const [top, ...others] = await below.list(instances, platform, nodes, 200);
    assert.deepEqual(others, []);
    const row = below.row(componentIn(top), platform, now);
    assert.equal(row?.spoken, 'Deployment orders, Degraded');
    assert.equal(row.children, 'collapsed');
    const pods = await below.list(componentIn(top), platform, nodes, 200);
    const rows = pods.map((node) => below.row(node, platform, now));
    assert.deepEqual(
      rows.map((each) => [each?.label, each?.description, each?.children]),
      [
        ['orders-b', 'Pod · Degraded · main: CrashLoopBackOff · 7 restarts · 2h', 'none'],
        ['orders-a', 'Pod · Healthy', 'none'],
      ],
    );
    assert.equal(rows[0]?.look.icon, 'error');
    const lines = below.tooltip(pods[0]!, platform)?.lines.map(([name]) => name);
    assert.deepEqual(lines, ['Kind', 'Health', 'Reason', 'Image', 'Restarts', 'Since']);
    assert.equal(below.above(componentIn(pods[0]), platform, nodes), top);
    assert.equal(below.above(componentIn(top), platform, nodes), instances);
    assert.deepEqual(targetOf(pods[0]!), { service: 'orders', environment: 'staging' });
  });

  it('is read once, and again when the picture tells of other health or numbers', async () => {
    const { state, shown, reads } = pictureOf(all);
    const below = new BelowDeployment();
    await below.list(instances, shown(state), nodes, 200);
    await below.list(instances, shown(state), nodes, 200);
    assert.equal(reads(), 1);
    await below.list(instances, shown({ ...state, replicas: { ready: 2, desired: 2 } }), nodes, 200);
    await below.list(instances, shown({ ...state, health: 'Healthy' }), nodes, 200);
    assert.equal(reads(), 3);
  });

  it('is shown page by page, and in words where there is nothing', async () => {
    const many = Array.from({ length: 12 }, (_, index) => pod(`orders-${index}`));
    const { state, shown } = pictureOf(many);
    const rows = await new BelowDeployment().list(instances, shown(state), nodes, 10);
    assert.deepEqual([rows.length, rows.at(-1)?.kind], [11, 'more']);
    const [note] = await new BelowDeployment().list(instances, pictureOf([]).shown(state), nodes, 10);
    assert.equal(note?.kind, 'note');
  });

  it('has each component once below one other, whatever a platform says of parents', () => {
    const one = fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd'),
      parent: fc.option(fc.constantFrom('a', 'b', 'c', 'd', 'x'), { nil: undefined }),
      name: fc.string(),
      kind: fc.string(),
      health: fc.constantFrom('Healthy', 'Degraded', 'Odd'),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 6 }), (given) => {
        const components = given as readonly RuntimeComponent[];
        const ids = new Set(components.map(({ id }) => id));
        const shown = [undefined, ...ids].flatMap((parent) => componentsIn(components, parent));
        assert.deepEqual(shown.map(({ id }) => id).sort(), [...ids].sort());
      }),
    );
  });

  it('shows a health word that is new to us as it came', () => {
    assert.equal(componentRow(pod('a', { health: 'Melting' }), false, now).description, 'Pod · Melting');
    assert.deepEqual(componentTooltip(pod('a')).lines, [
      ['Kind', 'Pod'],
      ['Health', 'Healthy'],
    ]);
  });
});
