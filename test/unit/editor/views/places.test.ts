import assert from 'node:assert/strict';
import type { Deployment } from '../../../../src/model/delivery.js';
import { PlatformError } from '../../../../src/model/errors.js';
import type { LiveSnapshot } from '../../../../src/model/live.js';
import type { Platform, PlatformInfo } from '../../../../src/model/platform.js';
import type { Resource } from '../../../../src/model/resource.js';
import { BelowDeployment } from '../../../../src/editor/views/belowDeployment.js';
import { NodeStore } from '../../../../src/editor/views/nodes.js';
import { OnCalls, onCallWords } from '../../../../src/editor/views/onCall.js';
import { pastDeployments, type Place } from '../../../../src/editor/views/placeList.js';
import { pastRow, resourceRow } from '../../../../src/editor/views/placeRows.js';
import type { PlatformPicture } from '../../../../src/editor/views/platformRow.js';
import { running, service, snapshot } from '../pictures.js';

const now = Date.parse('2026-11-21T12:30:00Z');
const info: PlatformInfo = {
  name: 'shop',
  contractVersion: '0.2.0',
  capabilities: {
    deployments: { level: 'Read' },
    resources: { level: 'Read' },
    incidents: { level: 'Read' },
  },
};
const orders = service('orders', running('production', 'Degraded'));

function deployment(id: string, more: Partial<Deployment> = {}): Deployment {
  return {
    id,
    service: 'orders',
    environment: 'production',
    kind: 'Promote',
    state: 'Superseded',
    release: { id: `rel_${id}`, version: '1.4.0', createdAt: '2026-11-20T12:00:00Z' },
    finishedAt: '2026-11-21T10:30:00Z',
    createdBy: { id: 'user:default/grace', displayName: 'Grace' },
    ...more,
  };
}

const database: Resource = {
  id: 'res_1',
  name: 'orders-db',
  type: 'postgres',
  class: 'large',
  environment: 'production',
  state: 'Active',
  outputs: [{ name: 'password', sensitive: true }],
};

function platformOf(parts: Partial<Platform>): Platform {
  return parts as unknown as Platform;
}

function pictureOf(platform: Platform, more: Partial<LiveSnapshot> = {}): PlatformPicture {
  const live = snapshot([orders], { info, incidents: new Map(), ...more });
  return {
    url: 'http://127.0.0.1/v1',
    isChosen: true,
    connection: { platform } as unknown as PlatformPicture['connection'],
    picture: { live, workspace: new Set() },
  };
}

describe('a list that is read when it is unfolded', () => {
  const place = (
    platform: Platform,
    version = '1',
    operations: LiveSnapshot['operations'] = new Map(),
  ): Place => ({
    platform,
    live: snapshot(
      [
        service('orders', {
          ...running('production', 'Healthy'),
          current: { id: version, state: 'Deployed', version },
        }),
      ],
      { operations },
    ),
    service: 'orders',
    environment: 'production',
  });

  it('is read once, and again when something was deployed or time passed', async () => {
    let reads = 0;
    const platform = platformOf({
      listDeployments: () => Promise.resolve({ items: [deployment(`dep_${++reads}`)] }),
    });
    const list = pastDeployments();
    await Promise.all([list.read(place(platform)), list.read(place(platform))]);
    assert.equal(reads, 1);
    assert.ok(list.find(place(platform), 'dep_1'));
    await list.read(place(platform, '2'));
    assert.equal(reads, 2);
    const provisioned = {
      id: 'op',
      kind: 'ResourceProvision',
      state: 'Succeeded',
      done: true,
      createdAt: '',
    } as const;
    const ended = new Map([['op', { ...provisioned, service: 'orders', environment: 'production' }]]);
    await list.read(place(platform, '2', ended));
    assert.equal(reads, 3);
  });

  it('says why it could not be read, and is read again then', async () => {
    let reads = 0;
    const platform = platformOf({
      listDeployments: () =>
        reads++ === 0
          ? Promise.reject(new PlatformError('unreachable', 'The platform does not answer.'))
          : Promise.resolve({ items: [] }),
    });
    const list = pastDeployments();
    assert.deepEqual(await list.read(place(platform)), { fault: 'The platform does not answer.' });
    assert.deepEqual(await list.read(place(platform)), { items: [] });
  });
});

describe('what is below a service in an environment', () => {
  const nodes = new NodeStore();
  const node = nodes.deployment('orders', 'production', 'service');
  const detail = (key: string) => {
    const found = nodes.detail(node, key);
    assert.ok(found.kind === 'detail');
    return found;
  };

  it('begins with its incidents, and tells the last deployment and resources as lists', () => {
    const open = { id: 'inc_9', title: 'Orders answer 5xx', status: 'Triggered', service: 'orders' } as const;
    const incidents = new Map([
      ['inc_9', { ...open, environment: 'production' }],
      ['inc_8', { ...open, id: 'inc_8', environment: 'staging' }],
    ]);
    const platform = pictureOf(platformOf({}), { incidents });
    const below = new BelowDeployment();
    const rows = below.children(node, platform.picture!, nodes);
    assert.deepEqual(
      rows[0],
      nodes.incident('inc_9', { service: 'orders', environment: 'production' }, node),
    );
    assert.match(below.row(rows[0], platform, now)?.spoken ?? '', /^Incident Orders answer 5xx/);
    assert.deepEqual(
      rows.slice(1).map((row) => (row.kind === 'detail' ? row.detail : row.kind)),
      ['deployment', 'resources', 'link/http://127.0.0.1:4000/'],
    );
  });

  it('lists the last deployments', async () => {
    const platform = pictureOf(
      platformOf({ listDeployments: () => Promise.resolve({ items: [deployment('b'), deployment('a')] }) }),
    );
    const below = new BelowDeployment();
    const [first, second] = await below.list(detail('deployment'), platform, nodes, 200);
    assert.equal(first?.id, `${node.id}/past/b`);
    assert.equal(below.row(second!, platform, now)?.description, 'promoted · replaced · Grace · 2h');
    assert.equal(below.tooltip(second!, platform)?.title, 'orders in production');
  });

  it('lists resources without any value', async () => {
    const resources = { list: () => Promise.resolve({ items: [database] }) };
    const platform = pictureOf(platformOf({ resources } as unknown as Partial<Platform>));
    const below = new BelowDeployment();
    const [only] = await below.list(detail('resources'), platform, nodes, 200);
    assert.equal(below.row(only!, platform, now)?.spoken, 'Resource orders-db, postgres (large), ready');
    assert.deepEqual(below.tooltip(only!, platform)?.lines.at(-2), ['Outputs', 'password']);
  });

  it('says in words that a list is empty, or could not be read', async () => {
    const below = new BelowDeployment();
    const words = async (parts: Partial<Platform>): Promise<string | undefined> => {
      const platform = pictureOf(platformOf(parts));
      const [note] = await below.list(detail('deployment'), platform, nodes, 200);
      return below.row(note!, platform, now)?.spoken;
    };
    assert.equal(
      await words({ listDeployments: () => Promise.resolve({ items: [] }) }),
      'Nothing was deployed here yet.',
    );
    const denied = new PlatformError('forbidden', 'You may not look.');
    assert.equal(await words({ listDeployments: () => Promise.reject(denied) }), 'You may not look.');
  });
});

describe('rows of lists', () => {
  it('tell which deployment is current, which failed, which can be restored', () => {
    const { live } = pictureOf(platformOf({})).picture!;
    const current = pastRow(deployment('a', { state: 'Deployed', outcome: 'Failed' }), live, now);
    assert.equal(current.description, 'promoted · current · turned out bad · Grace · 2h');
    assert.match(current.spoken, /production/);
    const old = pastRow(deployment('b', { rollback: { eligible: true } }), live, now);
    assert.deepEqual(old.tags, ['past', 'superseded', 'restorable', 'prod']);
  });

  it('tell what becomes of a resource', () => {
    assert.equal(
      resourceRow({ ...database, state: 'Provisioning' }).description,
      'postgres (large) · being provisioned',
    );
    assert.equal(resourceRow({ ...database, state: 'Melting' }).description, 'postgres (large) · Melting');
  });
});

describe('who is on call', () => {
  const shifts = [
    { who: { id: 'user:default/bob', displayName: 'Bob' }, level: 2 },
    { who: { id: 'user:default/ada', displayName: 'Ada' }, level: 1, end: '2026-11-21T18:00:00Z' },
  ];

  it('is whoever is called first', () => {
    assert.match(onCallWords({ shifts }, now), /^Ada \(until .+\)$/);
    assert.equal(onCallWords({ shifts: [] }, now), 'nobody');
  });

  it('is asked once a minute at most, and only where the platform tells', async () => {
    let asked = 0;
    let time = now;
    const platform = platformOf({ getOnCall: () => Promise.resolve({ shifts: shifts.slice(0, ++asked) }) });
    const calls = new OnCalls(() => time);
    const live = snapshot([orders], { info });
    assert.equal(await calls.of(platform, live, 'orders'), 'Bob');
    assert.equal(await calls.of(platform, live, 'orders'), 'Bob');
    assert.equal(asked, 1);
    time += 61_000;
    await calls.of(platform, live, 'orders');
    assert.equal(asked, 2);
    const silent = { ...live, info: { ...info, capabilities: {} } };
    assert.equal(await calls.of(platform, silent, 'orders'), undefined);
    assert.equal(asked, 2);
  });

  it('is left out where the platform fails', async () => {
    const platform = platformOf({ getOnCall: () => Promise.reject(new Error('no')) });
    assert.equal(await new OnCalls().of(platform, snapshot([], { info }), 'orders'), undefined);
  });
});
