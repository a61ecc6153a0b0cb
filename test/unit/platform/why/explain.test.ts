import assert from 'node:assert/strict';
import type { ServiceEnvironment } from '../../../../src/model/catalog.js';
import type { Plan } from '../../../../src/model/delivery.js';
import { explain } from '../../../../src/platform/why/explain.js';
import type { Fact, WhyFacts } from '../../../../src/platform/why/facts.js';

const known = <T>(value: T): Fact<T> => ({ known: true, value });
const start = '2026-11-21T10:00:00Z';
const healthy: ServiceEnvironment = {
  environment: 'production',
  health: 'Healthy',
  current: { id: 'dep_1', state: 'Deployed', version: '1.0.0', startedAt: start },
};
const plan: Plan = { fingerprint: 'f', summary: {}, changes: [] };
const good: WhyFacts = {
  service: 'shop',
  environment: 'production',
  manifest: known({ errors: 0 }),
  access: known({ decision: true }),
  place: known(healthy),
  target: known({ name: 'production', type: 'production', production: true }),
  operation: known(undefined),
  plan: known(plan),
  deployment: known(undefined),
  events: known([]),
  logs: known([]),
};
const bad: ServiceEnvironment = { ...healthy, health: 'Degraded' };
const failedSilently = {
  id: 'dep_2',
  service: 'shop',
  environment: 'production',
  kind: 'Deploy' as const,
  state: 'Failed' as const,
  release: { id: 'rel_2', version: '1.1.0', createdAt: start },
};
const failed = { ...failedSilently, message: 'The build ended with 1.' };

describe('why a service cannot be deployed', () => {
  it('is nothing when nothing stands in the way', () => {
    const { cause, findings } = explain(good, 'deploy');
    assert.equal(cause, undefined);
    assert.deepEqual(
      findings.map(({ check }) => check),
      [
        'manifest',
        'permission',
        'freeze',
        'operation',
        'gates',
        'plan',
        'deployment',
        'health',
        'events',
        'logs',
      ],
    );
    assert.ok(findings.every(({ state, sentence }) => state === 'passed' && sentence !== ''));
  });

  it('is not that a service is missing where it never was', () => {
    const never = known({ environment: 'production', health: 'Missing' as const });
    const { cause, findings } = explain({ ...good, place: never }, 'deploy');
    assert.equal(cause, undefined);
    assert.ok(findings.some(({ sentence }) => sentence === 'It is not deployed there yet.'));
  });

  it('tells times to the minute', () => {
    const freeze = { closed: true, nextOpen: '2026-11-23T08:00:00.000Z' };
    const target = known({ name: 'production', type: 'production', production: true, freeze });
    const { cause } = explain({ ...good, target }, 'deploy');
    assert.match(cause?.remedy ?? '', /^Wait until 2026-11-23T08:00Z\. /);
    assert.equal(cause?.sentence, 'production is frozen.');
  });

  it('says once that it is frozen', () => {
    const freeze = { closed: true, reason: 'production is frozen by "release-week".' };
    const target = known({ name: 'production', type: 'production', production: true, freeze });
    assert.equal(explain({ ...good, target }, 'deploy').cause?.sentence, freeze.reason);
  });

  it('names who may lift a freeze, and does not tell in its plan what is told already', () => {
    const freeze = { closed: true, reason: 'production is frozen.', nextOpen: start };
    const target = known({ name: 'production', type: 'production', production: true, freeze });
    const frozen = {
      reason: 'FreezeWindow',
      message: 'Frozen.',
      approvers: ['group:default/leads'],
    } as const;
    const facts = { ...good, target, plan: known({ ...plan, blocks: [frozen] }) };
    const { cause, findings } = explain(facts, 'deploy');
    assert.equal(cause?.remedy, 'Wait until 2026-11-21T10:00Z. leads may lift it, with a reason.');
    const planned = findings.find(({ check }) => check === 'plan');
    assert.deepEqual([planned?.state, planned?.sentence], ['cause', 'The same stands in its way.']);
    const missing = { reason: 'InputRequired', message: 'A secret is missing.' } as const;
    const both = { ...facts, plan: known({ ...plan, blocks: [frozen, missing] }) };
    const told = explain(both, 'deploy').findings.find(({ check }) => check === 'plan');
    assert.equal(told?.sentence, 'A secret is missing.');
  });

  it('is an operation to call off, or to decide about where it waits for that', () => {
    const running = {
      id: 'op_1',
      kind: 'Deployment',
      state: 'Running',
      done: false,
      createdAt: start,
    } as const;
    assert.equal(explain({ ...good, operation: known(running) }, 'deploy').cause?.step, 'cancel');
  });

  it('is in one line where the last deployment tells its output', () => {
    const message = 'It exited with code 1. Last lines:\n  at x\nTypeError: no price\n  at y';
    const facts = { ...good, deployment: known({ ...failed, message }) };
    assert.equal(
      explain(facts, 'deploy').cause?.sentence,
      'The last deployment, 1.1.0, failed: It exited with code 1. TypeError: no price',
    );
  });

  it('is never what is not known', () => {
    const unknown = { known: false, why: 'This platform does not tell.' } as const;
    const facts: WhyFacts = {
      ...good,
      manifest: unknown,
      access: unknown,
      place: unknown,
      target: unknown,
      operation: unknown,
      plan: unknown,
      deployment: unknown,
      events: unknown,
      logs: unknown,
    };
    for (const question of ['deploy', 'health'] as const) {
      const { cause, findings } = explain(facts, question);
      assert.equal(cause, undefined);
      assert.ok(findings.every(({ state, sentence }) => state === 'unknown' && sentence === unknown.why));
    }
  });

  /** Each cause with the facts that make it, the first to be found first. */
  const causes: readonly (readonly [string, Partial<WhyFacts>, RegExp, string | undefined])[] = [
    [
      'manifest',
      { manifest: known({ errors: 2, message: 'No.', place: 'p.yaml:3' }) },
      /2 errors, the first at p\.yaml:3: No\./,
      'showProblems',
    ],
    [
      'permission',
      { access: known({ decision: false, reason: 'Only payments may.' }) },
      /^Only payments may\.$/,
      undefined,
    ],
    [
      'freeze',
      {
        target: known({
          name: 'production',
          type: 'production',
          production: true,
          freeze: { closed: true, reason: 'Black Friday.', nextOpen: start },
        }),
      },
      /production is frozen\. Black Friday\./,
      undefined,
    ],
    [
      'operation',
      {
        operation: known({
          id: 'op_1',
          kind: 'Deployment',
          state: 'Blocked',
          done: false,
          createdAt: start,
          title: 'Deploy 1.1.0',
          blockedBy: { reason: 'ApprovalRequired', message: 'Two must approve.' },
        }),
      },
      /Deploy 1\.1\.0 is not done yet\. Two must approve\./,
      'decide',
    ],
    [
      'gates',
      {
        plan: known({
          ...plan,
          gates: [{ name: 'soak', type: 'Soak', state: 'Pending', message: '10 minutes to go.' }],
        }),
      },
      /The gate soak: 10 minutes to go\./,
      undefined,
    ],
    [
      'plan',
      { plan: known({ ...plan, blocks: [{ reason: 'InputRequired', message: 'A secret is missing.' }] }) },
      /A secret is missing\./,
      undefined,
    ],
    ['deployment', { deployment: known(failed) }, /1\.1\.0, failed: The build ended with 1\./, 'showLogs'],
    [
      'health',
      { place: known({ ...bad, message: 'It ran out of memory.' }) },
      /Degraded: It ran out of memory\./,
      'showLogs',
    ],
  ];
  for (const [index, [check, facts, sentence, step]] of causes.entries()) {
    it(`is first of all: ${check}`, () => {
      const later = Object.assign(
        {},
        ...causes
          .slice(index)
          .map(([, each]) => each)
          .reverse(),
      ) as Partial<WhyFacts>;
      for (const all of [
        { ...good, ...facts },
        { ...good, ...later, ...facts },
      ]) {
        const { cause } = explain(all, 'deploy');
        assert.equal(cause?.check, check);
        assert.match(cause.sentence, sentence);
        assert.equal(cause.step, step);
        assert.ok(cause.remedy);
      }
    });
  }

  it('is no gate that only warns, and no right that has to be asked for', () => {
    const gates = [{ name: 'score', type: 'Scorecard', state: 'Failed', policy: 'Warn' }] as const;
    const facts = {
      ...good,
      plan: known({ ...plan, gates }),
      access: known({ decision: false, state: 'RequiresApproval' }),
    };
    assert.equal(explain(facts, 'deploy').cause, undefined);
  });
});

describe('why a service is not healthy', () => {
  const lines = [
    { id: '1', time: '2026-11-21T09:00:00Z', message: 'Error: of the version before', level: 'error' },
    { id: '2', time: '2026-11-21T10:01:00Z', message: 'TypeError: price is not a function' },
    { id: '3', time: '2026-11-21T10:01:01Z', message: 'bye' },
  ];
  const event = {
    id: '1',
    time: '2026-11-21T10:01:00Z',
    type: 'Warning',
    reason: 'Unhealthy',
    message: 'GET /healthz: 500',
  } as const;

  it('is the last deployment that failed, a line of the log, an event, or what the platform says', () => {
    const all: WhyFacts = {
      ...good,
      place: known(bad),
      deployment: known(failed),
      events: known([event]),
      logs: known(lines),
    };
    assert.equal(explain(all, 'health').cause?.check, 'deployment');
    const bare = { ...all, deployment: known(failedSilently), logs: known([]) };
    assert.equal(explain(bare, 'health').cause?.check, 'events', 'it says more than that it failed');
    const none = known(undefined);
    const without = { ...all, deployment: none };
    assert.match(explain(without, 'health').cause?.sentence ?? '', /TypeError: price/);
    const quiet = { ...without, logs: known([]) };
    assert.match(explain(quiet, 'health').cause?.sentence ?? '', /Unhealthy: GET \/healthz: 500/);
    assert.equal(explain({ ...good, place: known(bad) }, 'health').cause?.check, 'health');
  });

  it('is nothing of a version that ran before', () => {
    const old = { ...event, time: '2026-11-21T09:00:00Z' };
    const facts = { ...good, place: known(bad), events: known([old]), logs: known(lines.slice(0, 1)) };
    assert.equal(explain(facts, 'health').cause?.check, 'health');
  });

  it('offers to roll back where the platform suggests it', () => {
    const suggestion = { kind: 'Rollback', message: 'Roll back to 0.9?' } as const;
    const { cause } = explain({ ...good, place: known({ ...bad, suggestion }) }, 'health');
    assert.deepEqual([cause?.step, cause?.remedy], ['rollBack', suggestion.message]);
  });
});
