import assert from 'node:assert/strict';
import { groupKey } from '../../../../src/editor/views/arranged.js';
import { NodeStore } from '../../../../src/editor/views/nodes.js';
import { shortAge } from '../../../../src/editor/views/age.js';
import { rowOf } from '../../../../src/editor/views/rows.js';
import { tooltipOf } from '../../../../src/editor/views/tooltips.js';
import { picture, running, service } from '../pictures.js';

describe('tooltips', () => {
  it('name the owner, or say that there is none', () => {
    const nodes = new NodeStore();
    const owned = { ...service('hello', running('development', 'Healthy')), owner: 'group:default/payments' };
    const shown = picture([owned, service('orphan')]);
    const linesOf = (name: string) => Object.fromEntries(tooltipOf(nodes.service(name), shown)?.lines ?? []);
    assert.equal(linesOf('hello')['Owner'], 'payments (group:default/payments)');
    assert.equal(linesOf('orphan')['Owner'], 'none given');
  });

  it('call an owner as the catalogue does, and tell who that is', () => {
    const owner = 'group:default/payments';
    const shown = {
      ...picture([{ ...service('hello', running('development', 'Healthy')), owner }]),
      owners: new Map([[owner, 'Team Payments']]),
    };
    const nodes = new NodeStore();
    const told = tooltipOf(nodes.deployment('hello', 'development', 'service'), shown);
    assert.equal(Object.fromEntries(told?.lines ?? [])['Owner'], `Team Payments (${owner})`);
    const group = nodes.group(groupKey('owner', owner));
    assert.deepEqual(tooltipOf(group, shown), { title: 'Team Payments', lines: [['Owner', owner]] });
    assert.equal(rowOf(group, shown, 0, ['hello']).label, 'Team Payments');
  });
});

describe('ages', () => {
  it('are short and never negative', () => {
    const now = Date.parse('2026-11-21T12:00:00Z');
    assert.equal(shortAge('2026-11-21T12:00:30Z', now), 'now');
    assert.equal(shortAge('2026-11-21T11:55:00Z', now), '5m');
    assert.equal(shortAge('2026-11-20T00:00:00Z', now), '36h');
    assert.equal(shortAge('2026-11-01T12:00:00Z', now), '20d');
    assert.equal(shortAge('yesterday', now), '');
    assert.equal(shortAge(undefined, now), '');
  });
});
