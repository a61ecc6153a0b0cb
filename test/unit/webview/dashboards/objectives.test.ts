import assert from 'node:assert/strict';
import type { Slo } from '../../../../src/model/slo.js';
import { el, findAll, textOf } from '../../../../src/webview/charts/view.js';
import { formatsFor } from '../../../../src/webview/dashboards/formats.js';
import { objectives } from '../../../../src/webview/dashboards/slos.js';

describe('objectives on a dashboard', () => {
  it('have the most urgent first, and never round one up to all', () => {
    const objective = (name: string, status: string, burn: readonly number[], alert?: string): Slo => ({
      name,
      status,
      targetPercent: 99.95,
      currentPercent: 99.966,
      burnRates: burn.map((rate) => ({ window: '1h', rate })),
      ...(alert !== undefined && { alerts: [{ name: 'fast-burn', state: alert }] }),
    });
    const value = [
      objective('quiet', 'Met', [0, 0]),
      objective('unknown', 'NoData', []),
      objective('odd', 'Paused', []),
      objective('burning', 'AtRisk', [3], 'pending'),
      objective('spent', 'Breached', [20], 'firing'),
    ];
    const view = el('div', {}, objectives(value, formatsFor('en')));
    const shown = textOf(view);
    assert.match(shown, /spent.*burning.*odd.*quiet.*unknown/);
    assert.match(shown, /Target 99\.95% · now 99\.966%/);
    assert.match(shown, /✕ Alert fast-burn.*! Alert soon fast-burn/);
    const charts = findAll(view, ({ tag }) => tag === 'figure');
    assert.equal(charts.length, 2);
    assert.match(shown, /quiet.*nothing of the budget was used in the last 1h/);
  });
});
