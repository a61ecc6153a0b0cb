import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Environment } from '../../../../src/model/catalog.js';
import type { Operation } from '../../../../src/model/delivery.js';
import { timeLeft, untilTime } from '../../../../src/editor/views/age.js';
import { Arranger } from '../../../../src/editor/views/arranger.js';
import { plainArrangement } from '../../../../src/editor/views/arrangement.js';
import { factsOf } from '../../../../src/editor/views/environmentFacts.js';
import { environmentRow, stateRow } from '../../../../src/editor/views/environmentRows.js';
import { servicesByState } from '../../../../src/editor/views/inEnvironment.js';
import type { Picture } from '../../../../src/editor/views/picture.js';
import { environments, picture, running, service, snapshot } from '../pictures.js';

const now = Date.parse('2026-11-21T12:30:00Z');

function withEnvironment(more: Partial<Environment>, shown = picture([])): Picture {
  const named = environments.map((item) => (item.production ? { ...item, ...more } : item));
  return { ...shown, live: { ...shown.live, environments: new Map(named.map((item) => [item.name, item])) } };
}

function facts(more: Partial<Environment>, operations: readonly Operation[] = []): readonly string[] {
  const { live } = withEnvironment(more);
  const all = { ...live, operations: new Map(operations.map((item) => [item.id, item])) };
  return factsOf(all.environments.get('production')!, all, now).map(({ row }) => row.spoken);
}

describe('the services of an environment', () => {
  const shown = picture(
    [
      service('a', running('staging', 'Healthy')),
      service('b', running('staging', 'Degraded')),
      service('c', running('staging', 'Healthy')),
      service('d', running('production', 'Healthy')),
      service('e'),
    ],
    'own',
    'a',
  );

  it('are told by their state, the worst first, what could run there last', () => {
    assert.deepEqual(
      [...servicesByState(shown, 'staging')].map(([state, names]) => [state, [...names]]),
      [
        ['Degraded', ['b']],
        ['Healthy', ['a', 'c']],
        ['', ['own']],
      ],
    );
    assert.deepEqual([...servicesByState(picture([]), 'staging')], []);
  });

  it('are counted on its row, and unfolded where they are in trouble', () => {
    assert.equal(environmentRow('staging', shown, now).description, '1 Degraded · 2 Healthy');
    assert.equal(environmentRow('staging', picture([]), now).description, 'nothing deployed');
    assert.equal(stateRow('staging', 'Degraded', shown).children, 'expanded');
    assert.equal(stateRow('staging', 'Healthy', shown).children, 'collapsed');
    assert.equal(stateRow('staging', '', shown).spoken, 'Not deployed in staging, 1 service');
  });

  it('are the same, whichever pictures of the same services were looked at before', () => {
    const health = fc.constantFrom('Healthy', 'Degraded', 'Missing', undefined);
    const roster = {};
    fc.assert(
      fc.property(fc.array(health, { minLength: 8, maxLength: 8 }), (healths) => {
        const of = (word: string | undefined, at: number) =>
          service(`s${at}`, ...(word === undefined ? [] : [running('staging', word)]));
        const fresh = picture(healths.map(of));
        const sorted = (shown: Picture) =>
          [...servicesByState(shown, 'staging')].map(([state, names]) => [state, [...names].sort()]);
        assert.deepEqual(sorted({ ...fresh, live: { ...fresh.live, roster } }), sorted(fresh));
      }),
    );
  });

  it('are gone through once for a picture of 10,000, however many rows ask', () => {
    let read = 0;
    const states = [running('staging', 'Healthy')];
    const services = Array.from({ length: 10_000 }, (_, at) => ({
      name: `s${at}`,
      get environments() {
        read++;
        return states;
      },
    }));
    const { live } = picture([]);
    const many: Picture = {
      live: { ...live, services: new Map(services.map((item) => [item.name, item])) },
      workspace: new Set(),
    };
    for (const name of ['development', 'staging', 'production', 'staging']) environmentRow(name, many, now);
    assert.equal(read, 10_000);
    const again = service('s7', running('staging', 'Degraded'));
    const roster = {};
    const [before, after] = [new Map(many.live.services), new Map(many.live.services).set('s7', again)];
    environmentRow('staging', { ...many, live: { ...many.live, services: before, roster } }, now);
    read = 0;
    const next = { ...many, live: { ...many.live, services: after, roster } };
    assert.equal(environmentRow('staging', next, now).description, '1 Degraded · 9,999 Healthy');
    assert.equal(stateRow('staging', 'Healthy', next).description, '9,999 services');
    assert.equal(read, 1, 'of the one that changed, what it was');
    assert.ok(new Arranger(() => plainArrangement).of(many).total === 10_000);
  });
});

describe('what keeps changes out of an environment', () => {
  const open = '2026-11-23T18:00:00Z';

  it('is on its row: a freeze and until when', () => {
    const row = environmentRow(
      'production',
      withEnvironment({ freeze: { closed: true, nextOpen: open } }),
      now,
    );
    assert.match(row.description, /^frozen until \S.+ · nothing deployed$/);
    assert.equal(row.look.icon, 'lock');
    assert.deepEqual(row.tags, ['environment', 'prod', 'frozen', 'comparable']);
    const endless = environmentRow('production', withEnvironment({ freeze: { closed: true } }), now);
    assert.match(endless.description, /^frozen ·/);
  });

  it('is told below it: freeze, approvals, changes that wait', () => {
    const told = facts(
      {
        freeze: { closed: true, reason: 'Black Friday', nextOpen: open },
        approvals: { minApprovals: 2, approvers: ['group:default/release'], preventSelfApproval: true },
      },
      [
        {
          id: 'op',
          kind: 'Deployment',
          state: 'Blocked',
          done: false,
          createdAt: '',
          title: 'Deploy orders',
          environment: 'production',
          blockedBy: { reason: 'ApprovalRequired' },
        },
      ],
    );
    assert.match(told[0] ?? '', /^Frozen until .+: Black Friday$/);
    assert.equal(told[1], '2 approvals are asked for: of release · not of whoever starts it');
    assert.equal(told[2], '1 change waits for approval: Deploy orders');
  });

  it('may be to come', () => {
    const [told] = facts({ freeze: { closed: false, nextClose: open, nextCloseReason: 'Weekend' } });
    assert.match(told ?? '', /^Freezes .+: Weekend$/);
    assert.deepEqual(facts({ freeze: { closed: false } }), []);
  });
});

describe('an environment that lives for a while', () => {
  const ephemeral = {
    service: 'quotes',
    branch: 'faster',
    pullRequest: { url: 'https://git.example/482', number: 482, title: 'Faster quotes' },
    createdBy: { id: 'user:default/ada', displayName: 'Ada' },
    expiresAt: '2026-11-21T17:30:00Z',
  };

  it('says how long it has left, and where it comes from', () => {
    const shown = withEnvironment({ type: 'ephemeral', production: false, ephemeral });
    const row = environmentRow('production', shown, now);
    assert.equal(row.description, '5h left · nothing deployed');
    assert.ok(row.tags.includes('ephemeral'));
    const told = facts({ ephemeral });
    assert.match(told[0] ?? '', /^Deleted in 5h: /);
    assert.deepEqual(told.slice(1), ['Faster quotes: git.example', 'faster: Ada']);
  });

  it('leads to no address that a browser must not be sent to', () => {
    const told = facts({ url: 'file:///etc/passwd', ephemeral: { pullRequest: { url: 'command:evil' } } });
    assert.deepEqual(told, []);
  });
});

describe('times to come', () => {
  it('are short', () => {
    assert.equal(timeLeft('2026-11-21T12:35:00Z', now), '5m');
    assert.equal(timeLeft('2026-11-21T12:29:00Z', now), '');
    assert.equal(timeLeft(undefined, now), '');
    assert.equal(untilTime('no time', now), '');
    assert.match(untilTime('2026-11-21T18:00:00Z', now), /^\d\d:\d\d/);
    assert.match(untilTime('2026-11-23T18:00:00Z', now), /Mon/);
    assert.match(untilTime('2026-12-23T18:00:00Z', now), /23/);
  });
});

it('knows no environment that nobody told of', () => {
  assert.equal(environmentRow('nowhere', { live: snapshot([]), workspace: new Set() }, now).label, 'nowhere');
});
