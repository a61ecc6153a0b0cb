import assert from 'node:assert/strict';
import type { ServiceEnvironment } from '../../../src/model/catalog.js';
import type { Deployment } from '../../../src/model/delivery.js';
import type { Incident } from '../../../src/model/incident.js';
import { adviseRollback, type RollbackFacts } from '../../../src/model/rollbackRule.js';
import type { Slo } from '../../../src/model/slo.js';

const now = Date.parse('2026-11-21T12:00:00Z');
const ago = (minutes: number): string => new Date(now - minutes * 60_000).toISOString();
const deployment = (id: string, version: string, rest: Partial<Deployment> = {}): Deployment => ({
  id,
  service: 'shop',
  environment: 'production',
  kind: 'Deploy',
  state: 'Superseded',
  release: { id: `rel_${version}`, version, createdAt: ago(600) },
  outcome: 'Good',
  rollback: { eligible: true },
  finishedAt: ago(500),
  ...rest,
});
const last = deployment('dep_3', '3', { state: 'Deployed', finishedAt: ago(20) });
const good = deployment('dep_2', '2');
const incident: Incident = { id: 'i', title: '5xx 0.1 % → 7.2 %', status: 'Triggered', createdAt: ago(10) };
const place: ServiceEnvironment = { environment: 'production', health: 'Healthy' };
const facts: RollbackFacts = { deployments: [last, good], place, incidents: [incident], now };
const burning = (hour: number, fiveMinutes: number): Slo => ({
  name: 'availability',
  targetPercent: 99,
  status: 'AtRisk',
  burnRates: [
    { window: '5m', rate: fiveMinutes },
    { window: '1h', rate: hour },
  ],
});
const advise = (change: Partial<RollbackFacts>): ReturnType<typeof adviseRollback> =>
  adviseRollback({ ...facts, ...change });
const whyNot = (change: Partial<RollbackFacts>): string => {
  const advice = advise(change);
  assert.ok(!advice.suggested, 'It is suggested.');
  return advice.why;
};

describe('when a rollback is suggested', () => {
  it('the last deployment is young, something went wrong since, and a good one can be restored', () => {
    const advice = advise({});
    assert.ok(advice.suggested);
    assert.equal(advice.to.id, 'dep_2');
    assert.deepEqual(advice.evidence, ['5xx 0.1 % → 7.2 %']);
  });

  const signs: Readonly<Record<string, readonly [Partial<RollbackFacts>, boolean]>> = {
    'an incident': [{}, true],
    'an incident that was there before': [{ incidents: [{ ...incident, createdAt: ago(30) }] }, false],
    'nothing at all': [{ incidents: [] }, false],
    'Degraded for 3 minutes': [
      {
        incidents: [],
        place: {
          ...place,
          health: 'Degraded',
          conditions: [{ type: 'Ready', status: 'False', reason: 'Probe', lastTransitionTime: ago(3) }],
        },
      },
      true,
    ],
    'Degraded for a minute': [
      {
        incidents: [],
        place: {
          ...place,
          health: 'Degraded',
          conditions: [{ type: 'Ready', status: 'False', reason: 'Probe', lastTransitionTime: ago(1) }],
        },
      },
      false,
    ],
    'an operation that failed': [{ incidents: [], deployments: [{ ...last, state: 'Failed' }, good] }, true],
    'a fast burn on both windows': [{ incidents: [], slos: [burning(15, 20)] }, true],
    'a fast burn that is over': [{ incidents: [], slos: [burning(15, 1)] }, false],
  };
  for (const [sign, [change, suggested]] of Object.entries(signs)) {
    it(`${suggested ? 'for' : 'not for'} ${sign}`, () => assert.equal(advise(change).suggested, suggested));
  }

  it('not when the last deployment is older than an hour, or changed no release', () => {
    assert.match(whyNot({ deployments: [{ ...last, finishedAt: ago(61) }, good] }), /within the last hour/);
    assert.match(whyNot({ deployments: [{ ...last, kind: 'Restart' }, good] }), /changed no release/);
    assert.match(whyNot({ deployments: [{ ...last, kind: 'Rollback' }, good] }), /changed no release/);
    assert.match(whyNot({ deployments: [last, { ...good, release: last.release }] }), /changed no release/);
    assert.match(whyNot({ deployments: [] }), /within the last hour/);
  });

  it('not when another operation runs, or nothing good can be restored', () => {
    assert.match(whyNot({ place: { ...place, operation: 'op_1' } }), /under way/);
    assert.match(whyNot({ deployments: [last] }), /no earlier deployment/);
    assert.match(whyNot({ deployments: [last, { ...good, outcome: 'Failed' }] }), /no earlier deployment/);
    assert.equal(
      whyNot({
        deployments: [last, { ...good, rollback: { eligible: false, reason: 'The image is gone.' } }],
      }),
      'The image is gone.',
    );
  });

  it('not across a release that cannot be undone, and says which', () => {
    const hard = { ...last, release: { ...last.release, reversible: false } };
    assert.match(whyNot({ deployments: [hard, good] }), /^3 cannot be undone/);
    const skipped = deployment('dep_2b', '2b', {
      outcome: 'Failed',
      release: { ...good.release, id: 'r', version: '2b', reversible: false },
    });
    assert.match(whyNot({ deployments: [last, skipped, good] }), /^2b cannot be undone/);
  });
});
