import assert from 'node:assert/strict';
import { closureAt, freezeStatus } from '../../../src/local/guards/freeze.js';
import { freezeWindows } from '../../../src/local/guards/windows.js';
import { evaluate } from '../../../src/local/slo/budget.js';
import { objectivesOf } from '../../../src/local/slo/objectives.js';
import { doraOf } from '../../../src/local/measure/dora.js';

const window = (name: string, spec: object): Record<string, unknown> => ({
  apiVersion: 'goldenpath.dev/v1alpha1',
  kind: 'FreezeWindow',
  metadata: { name },
  spec,
});
const at = (time: string): number => Date.parse(time);

describe('freeze windows', () => {
  // Friday 18:00 in Berlin for 62 hours: to Monday 8:00, whatever the clocks do.
  const weekend = window('weekend', {
    kind: 'Deny',
    cron: '0 18 * * 5',
    duration: '62h',
    timeZone: 'Europe/Berlin',
    environments: ['production'],
  });
  const production = { environment: 'production', action: 'Deploy' };

  it('close by the clock on the wall of their zone, and say when they open and close', () => {
    const windows = freezeWindows([weekend]);
    const friday = at('2026-11-20T17:00:00Z');
    assert.equal(closureAt(windows, production, friday - 1), undefined);
    assert.equal(closureAt(windows, production, friday)?.until, at('2026-11-23T07:00:00Z'));
    assert.equal(closureAt(windows, production, at('2026-11-23T07:00:00Z')), undefined);
    assert.equal(closureAt(windows, { ...production, action: 'Rollback' }, friday), undefined);
    assert.equal(closureAt(windows, { ...production, environment: 'staging' }, friday), undefined);
    const before = freezeStatus(windows, production, at('2026-11-18T00:00:00Z'));
    assert.equal(before?.nextClose, '2026-11-20T17:00:00.000Z');
    assert.equal(freezeStatus(windows, production, friday)?.closed, true);
  });

  it('of the kind Allow close the rest of the time', () => {
    const office = window('office', { kind: 'Allow', cron: '0 9 * * 1-5', duration: '8h' });
    const windows = freezeWindows([office]);
    assert.equal(closureAt(windows, production, at('2026-11-18T10:00:00Z')), undefined);
    const night = closureAt(windows, production, at('2026-11-18T20:00:00Z'));
    assert.equal(night?.until, at('2026-11-19T09:00:00Z'));
  });

  it('that cannot be read close nothing', () => {
    const broken = [{ cron: 'never', duration: '1h' }, { cron: '0 0 31 2 *', duration: '1h' }, {}];
    assert.deepEqual(freezeWindows(broken.map((spec) => window('broken', { kind: 'Deny', ...spec }))), []);
  });
});

describe('error budgets', () => {
  const slos = [{ name: 'up', targetPercent: 99, indicator: { availability: {} } }];
  const [objective] = objectivesOf({ spec: { slos } });
  const status = (good: number, total: number): unknown => {
    assert.ok(objective);
    return evaluate(objective, 'production', () => ({ good, total }), 0);
  };

  it('are unknown without probes, and burnt by failures', () => {
    assert.match(JSON.stringify(status(0, 0)), /"NoData"/);
    assert.doesNotMatch(JSON.stringify(status(0, 0)), /currentPercent/);
    assert.match(JSON.stringify(status(1000, 1000)), /"Met".*"budgetRemainingPercent":100/);
    assert.match(JSON.stringify(status(991, 1000)), /"AtRisk".*"budgetRemainingPercent":10/);
    assert.match(JSON.stringify(status(980, 1000)), /"Breached".*"budgetRemainingPercent":-100/);
  });
});

describe('DORA metrics', () => {
  it('of no history are no zeros', () => {
    const { deployments, changeFailRate, notes } = doraOf([], 0, 86_400_000);
    assert.equal(deployments, 0);
    assert.equal(changeFailRate, undefined);
    assert.equal(notes?.length, 1);
  });
});
