import assert from 'node:assert/strict';
import { NodeStore } from '../../../../src/editor/views/nodes.js';
import { shortVersion } from '../../../../src/editor/views/shortVersion.js';
import { rowOf } from '../../../../src/editor/views/rows.js';
import type { Operation } from '../../../../src/model/delivery.js';
import { picture, running, service, titled } from '../pictures.js';

const nodes = new NodeStore();
const now = Date.parse('2026-11-21T12:30:00Z');

describe('rows of the trees', () => {
  it('show health, version and age of a deployment', () => {
    const shown = picture([service('hello', running('development', 'Healthy'))]);
    const row = rowOf(nodes.deployment('hello', 'development', 'service'), shown, now);
    assert.equal(row.label, 'development');
    assert.equal(row.description, 'Healthy · 1a2b3c4 · 2h');
    assert.deepEqual(row.look, { icon: 'pass-filled', color: 'goldenPath.success' });
    assert.equal(row.spoken, 'hello in development, Healthy, 1a2b3c4, 2h');
    assert.deepEqual(row.tags, ['deployment', 'deployed', 'reachable', 'promotable']);
  });

  it('say of a folded service what production runs', () => {
    const hello = service('hello', running('staging', 'Degraded'), running('production', 'Healthy', '1.1.0'));
    const others = Array.from({ length: 10 }, (_, index) => service(`other-${index}`));
    const few = rowOf(nodes.service('hello'), picture([hello]), now);
    assert.deepEqual([few.description, few.children], ['Degraded in staging', 'expanded']);
    const many = rowOf(nodes.service('hello'), picture([hello, ...others]), now);
    assert.deepEqual(
      [many.description, many.children],
      ['production 1.1.0 · Degraded in staging', 'collapsed'],
    );
    const other = rowOf(nodes.service('other-1'), picture([hello, ...others]), now);
    assert.equal(other.description, 'not deployed');
  });

  it('tell what waits apart from what is under way', () => {
    const moving = { ...running('staging', 'Healthy'), operation: 'op_1' };
    const shown = picture([service('hello', moving)]);
    const wordsWith = (operation: object): string => {
      const whole = { id: 'op_1', kind: 'Deployment', done: false, createdAt: '', ...operation } as Operation;
      const live = { ...shown.live, operations: new Map([['op_1', whole]]) };
      return rowOf(nodes.deployment('hello', 'staging', 'service'), { ...shown, live }, now).description;
    };
    assert.match(wordsWith({ state: 'Running' }), / · deploying · /);
    const approval = { state: 'Blocked', blockedBy: { reason: 'ApprovalRequired' } };
    assert.match(wordsWith(approval), / · a change waits for approval · /);
    const freeze = { state: 'Blocked', blockedBy: { reason: 'FreezeWindow' } };
    assert.match(wordsWith(freeze), / · a change is held up · /);
  });

  it('mark production by a word, too, where the name does not say it', () => {
    const shown = titled('Live', picture([service('hello', running('production', 'Degraded'))]));
    const row = rowOf(nodes.deployment('hello', 'production', 'service'), shown, now);
    assert.equal(row.label, 'Live');
    assert.match(row.description, /^production · Degraded/);
    assert.match(row.spoken, /production/);
    assert.ok(row.tags.includes('prod'));
    assert.ok(row.production);
    const environment = rowOf(nodes.environment('production'), shown, now);
    assert.equal(environment.look.icon, 'shield');
    assert.equal(environment.description, 'production · 1 Degraded');
    const plain = picture([service('hello', running('production', 'Degraded'))]);
    const named = rowOf(nodes.deployment('hello', 'production', 'service'), plain, now);
    assert.match(named.description, /^Degraded/);
    assert.ok(named.production);
  });

  it('tell of a platform that runs nothing whose services are, and what pages they have', () => {
    const links = [
      { url: 'https://portal.test/docs/hello', title: 'Documentation', type: 'documentation' },
      { url: 'javascript:alert(1)' },
    ];
    const known = {
      name: 'hello',
      owner: 'group:default/shop',
      lifecycle: 'production',
      links,
      environments: [],
    };
    const shown = picture([known], 'other');
    const info = { name: 'portal', contractVersion: '0.2.0', capabilities: { owners: { level: 'Read' } } };
    const catalog = { ...shown, live: { ...shown.live, info } };
    const row = rowOf(nodes.service('hello'), catalog, now);
    assert.deepEqual(
      [row.description, row.tags, row.children],
      ['shop · production', ['service', 'catalogue', 'catalogued'], 'collapsed'],
    );
    const other = rowOf(nodes.service('other'), catalog, now);
    assert.deepEqual([other.description, other.tags], ['not in the catalogue', ['service', 'catalogue']]);
    const page = rowOf(nodes.link('hello', 'https://portal.test/docs/hello'), catalog, now);
    assert.deepEqual([page.label, page.url], ['Documentation', 'https://portal.test/docs/hello']);
    assert.equal(rowOf(nodes.link('hello', 'javascript:alert(1)'), catalog, now).url, undefined);
  });

  it('of a platform that only shows what runs offer no change, and tell the rest as a catalogue does', () => {
    const shown = picture([service('hello', running('development', 'Healthy')), service('plain')], 'hello');
    const info = {
      name: 'portal',
      contractVersion: '0.2.0',
      capabilities: { deployments: { level: 'Read' } },
    };
    const portal = { ...shown, live: { ...shown.live, info } };
    const row = rowOf(nodes.service('hello'), portal, now);
    assert.deepEqual([row.description, row.tags], ['Healthy', ['service', 'catalogued']]);
    const place = rowOf(nodes.deployment('hello', 'development', 'service'), portal, now);
    assert.ok(place.tags.includes('deployed') && !place.tags.includes('deployable'));
    assert.deepEqual(rowOf(nodes.service('plain'), portal, now).tags, ['service', 'catalogue', 'catalogued']);
    const able = { ...info, capabilities: { deployments: { level: 'Write' } } };
    const whole = { ...shown, live: { ...shown.live, info: able } };
    assert.deepEqual(rowOf(nodes.service('hello'), whole, now).tags, ['service', 'deployable']);
    assert.deepEqual(rowOf(nodes.service('plain'), whole, now).tags, ['service']);
  });

  it('shorten a long version to its end', () => {
    assert.equal(shortVersion('1a2b3c4'), '1a2b3c4');
    assert.equal(shortVersion('snapshot.1bec1c3d'), '…1bec1c3d');
    assert.equal(shortVersion('2026-11-21-nightly-000017'), '…000017');
  });

  it('offer Deploy only for services whose source is open here', () => {
    const shown = picture([service('other', running('development', 'Healthy'))], 'hello');
    const own = rowOf(nodes.deployment('hello', 'staging', 'service'), shown, now);
    assert.equal(own.description, 'not deployed');
    assert.deepEqual(own.tags, ['deployment', 'deployable']);
    const other = rowOf(nodes.deployment('other', 'development', 'service'), shown, now);
    assert.ok(!other.tags.includes('deployable'));
  });

  it('name the worst health of a service and where it is', () => {
    const shown = picture([
      service('hello', running('development', 'Healthy'), running('staging', 'Degraded')),
    ]);
    assert.equal(rowOf(nodes.service('hello'), shown, now).description, 'Degraded in staging');
    assert.equal(rowOf(nodes.service('hello'), picture([], 'hello'), now).description, 'not deployed');
  });

  it('show an unknown health word as it came', () => {
    const shown = picture([service('hello', running('development', 'Hibernating'))]);
    const row = rowOf(nodes.deployment('hello', 'development', 'service'), shown, now);
    assert.match(row.description, /^Hibernating/);
    assert.equal(row.look.icon, 'question');
  });

  it('start unfolded only while there are few services', () => {
    const many = Array.from({ length: 11 }, (_, index) => service(`service-${index}`));
    assert.equal(rowOf(nodes.service('hello'), picture([], 'hello'), now).children, 'expanded');
    assert.equal(rowOf(nodes.service('service-1'), picture(many), now).children, 'collapsed');
  });
});
