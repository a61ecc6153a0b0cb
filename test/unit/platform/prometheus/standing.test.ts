import assert from 'node:assert/strict';
import fc from 'fast-check';
import { summaryOf, type Slo } from '../../../../src/model/slo.js';
import { numberOf } from '../../../../src/platform/prometheus/calls.js';
import { burnWindows, standingOf, type Measured } from '../../../../src/platform/prometheus/standing.js';

const at = '2026-03-01T12:00:00.000Z';
const slo = (
  errors: number | undefined,
  rates: Readonly<Record<string, number>> = {},
  more: Partial<Measured> = {},
): Slo =>
  standingOf({
    name: 'availability',
    environment: 'production',
    target: 0.999,
    timeWindow: '28d',
    errors,
    rates: new Map(Object.entries(rates)),
    at,
    ...more,
  });

describe('values of Prometheus', () => {
  it('are texts, not all of them numbers', () => {
    assert.deepEqual(['0.5', '1e-3', 'NaN', '+Inf', 'Inf', '-Inf', '', 'x'].map(numberOf), [
      0.5,
      0.001,
      NaN,
      Infinity,
      Infinity,
      -Infinity,
      NaN,
      NaN,
    ]);
  });
});

describe('where an objective stands', () => {
  const table: readonly (readonly [
    why: string,
    errors: number | undefined,
    rates: Readonly<Record<string, number>>,
    status: string,
    left: number | undefined,
  ])[] = [
    ['nothing measured', undefined, {}, 'NoData', undefined],
    ['no events', NaN, { '5m': NaN }, 'NoData', undefined],
    ['infinite', Infinity, { '1h': Infinity, '5m': Infinity }, 'NoData', undefined],
    ['no errors', 0, { '5m': 0 }, 'Met', 100],
    ['half of the budget', 0.0005, {}, 'Met', 50],
    ['little left', 0.0008, {}, 'AtRisk', 20],
    ['just spent', 0.001, {}, 'Breached', 0],
    ['more than spent', 0.003, {}, 'Breached', -200],
    ['burns fast', 0, { '5m': 14.5, '1h': 14.5 }, 'AtRisk', 100],
    ['burned fast, no more', 0, { '5m': 0, '1h': 14.5 }, 'Met', 100],
    ['burns fast for moments', 0, { '5m': 90, '1h': 14.4 }, 'Met', 100],
    ['burns slowly', 0, { '30m': 6.1, '6h': 6.1 }, 'AtRisk', 100],
    ['burns while its window is unknown', undefined, { '5m': 20, '1h': 20 }, 'AtRisk', undefined],
    ['burns a little while its window is unknown', undefined, { '5m': 1, '1h': 1 }, 'NoData', undefined],
    ['spent and burning', 0.01, { '5m': 20, '1h': 20 }, 'Breached', -900],
  ];
  for (const [why, errors, rates, status, left] of table) {
    it(`is ${status}: ${why}`, () => {
      const found = slo(errors, rates);
      assert.equal(found.status, status);
      assert.equal(found.budgetRemainingPercent, left);
      assert.equal(found.currentPercent === undefined, left === undefined);
    });
  }

  it('goes by the limits of the rules that page', () => {
    const rates = { '5m': 14.2, '1h': 14.2 };
    assert.equal(slo(0, rates).status, 'Met');
    assert.equal(slo(0, rates, { limits: { fast: 14, slow: 7 } }).status, 'AtRisk');
  });

  it('has all or nothing of the budget of a target of 100 %', () => {
    assert.equal(slo(0, {}, { target: 1 }).status, 'Met');
    assert.equal(slo(0.00001, {}, { target: 1 }).status, 'Breached');
  });

  it('is told in finite numbers and never better than measured', () => {
    const value = fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity, 0, 1, -1e308, 1e308));
    fc.assert(
      fc.property(
        fc.option(value, { nil: undefined }),
        fc.dictionary(fc.constantFrom(...burnWindows), value),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (errors, rates, target) => {
          const found = slo(errors, rates, { target });
          assert.deepEqual(JSON.parse(JSON.stringify(found)), found);
          if (errors === undefined || !Number.isFinite(errors)) {
            assert.ok(found.status === 'NoData' || found.status === 'AtRisk');
            assert.equal(found.currentPercent, undefined);
          }
        },
      ),
    );
  });
});

describe('the summary of objectives', () => {
  it('is that of the worst, and the least that is left', () => {
    assert.equal(summaryOf([]), undefined);
    assert.deepEqual(summaryOf([slo(undefined)]), { worstStatus: 'NoData' });
    assert.deepEqual(summaryOf([slo(undefined), slo(0.0005), slo(0.0008)]), {
      worstStatus: 'AtRisk',
      minBudgetRemainingPercent: 20,
    });
  });
});
