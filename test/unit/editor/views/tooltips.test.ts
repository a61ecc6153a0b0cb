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

  const linesWith = (conditions: readonly [string, string, string][], message?: string) => {
    const state = {
      ...running('development', 'Degraded'),
      ...(message !== undefined && { message }),
      conditions: conditions.map(([type, status, told]) => {
        const lastTransitionTime = '2026-11-21T12:00:00Z';
        return { type, status, reason: 'Told', message: told, lastTransitionTime };
      }),
    };
    const shown = picture([service('hello', state)]);
    return tooltipOf(new NodeStore().deployment('hello', 'development', 'service'), shown)?.lines ?? [];
  };

  it('tell the conditions that are not as they should be after the reason, and nothing twice', () => {
    const lines = linesWith(
      [
        ['Available', 'True', 'Deployment has minimum availability.'],
        ['Progressing', 'False', 'It has timed out progressing.'],
        ['ReplicaFailure', 'True', 'exceeded quota'],
        ['OrphanedResourceWarning', 'False', 'There were orphans.'],
        ['ComparisonError', 'True', 'The chart is broken.'],
        ['Healthy', 'False', ''],
      ],
      'Nothing is there. It has timed out progressing.',
    );
    const names = lines.map(([name]) => name);
    assert.deepEqual(lines.slice(2, 4), [
      ['ReplicaFailure', 'exceeded quota'],
      ['ComparisonError', 'The chart is broken.'],
    ]);
    for (const absent of ['Available', 'Progressing', 'OrphanedResourceWarning', 'Healthy']) {
      assert.ok(!names.includes(absent), absent);
    }
  });

  it('tell at their end where a place was taken from and who sees to it', () => {
    const lines = linesWith([
      ['Bound', 'True', 'Application hello-dev, by its name alone.'],
      ['other/Bound', 'True', 'Application hello-more, by its label.'],
      ['Managed', 'True', 'Helm (hello)'],
    ]);
    assert.deepEqual(lines.slice(-3), [
      ['Taken from', 'Application hello-dev, by its name alone.'],
      ['Taken from', 'Application hello-more, by its label.'],
      ['Managed by', 'Helm (hello)'],
    ]);
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
