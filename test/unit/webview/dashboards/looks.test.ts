import assert from 'node:assert/strict';
import type { PortfolioMetrics } from '../../../../src/model/metrics.js';
import { el, findAll, textOf, type View } from '../../../../src/webview/charts/view.js';
import { pathPage } from '../../../../src/webview/dashboards/pathPage.js';
import { servicePage } from '../../../../src/webview/dashboards/servicePage.js';
import { formats, part, path, service } from './models.js';

/** Of the parts of bars, in their order. */
const tonesIn = (view: View): readonly string[] =>
  findAll(view, ({ attributes }) => /^tone-/.test(attributes['class'] ?? '')).map(
    ({ attributes }) => attributes['class'] ?? '',
  );

describe('the look of a dashboard', () => {
  const views = servicePage(service, formats);

  it('has no column in its lists that says nothing', () => {
    const headings = findAll(
      part(views, 'deployments'),
      ({ tag, attributes }) => tag === 'th' && attributes['scope'] === 'col',
    );
    assert.deepEqual(headings.map(textOf), ['Version', 'Environment', 'What', 'State', 'Changes']);
    const cells = findAll(part(views, 'deployments'), ({ tag }) => tag === 'td');
    assert.deepEqual(
      cells.map(({ attributes }) => attributes['data-label']),
      ['Environment', 'What', 'State', 'Changes'],
    );
  });

  it('marks what is grave by a sign too, not by colour alone', () => {
    assert.match(textOf(part(views, 'incidents')), /✕ You may not read/);
    const loading = servicePage({ ...service, standing: { state: 'loading', message: 'Waits.' } }, formats);
    assert.doesNotMatch(textOf(loading[0] ?? ''), /✕/);
  });

  it('counts a check that could not be decided by itself, not as failed', () => {
    const checks = [
      { name: 'owner', state: 'Passed' },
      { name: 'slo', state: 'Unknown' },
      { name: 'image', state: 'NotApplicable' },
      { name: 'gate', state: 'Error' },
      { name: 'docs', state: 'Failed' },
    ] as const;
    const cards = { state: 'ready', value: [{ name: 'ready', checks }] } as const;
    const shown = part(servicePage({ ...service, scorecards: cards }, formats), 'scorecards');
    assert.match(
      textOf(shown),
      /1 of 4 checks passed · 2 not known.* docs .* slo .* gate .* image .* owner /,
    );
    assert.deepEqual(tonesIn(shown), ['tone-good', 'tone-bad', 'tone-unknown']);
    assert.doesNotMatch(textOf(part(views, 'scorecards')), /not known/);
  });

  const measured = (value: Partial<PortfolioMetrics>): readonly View[] =>
    pathPage(
      { ...path, figures: { state: 'ready', value: { from: '', to: '', services: 10, ...value } } },
      formats,
    );

  it('tells services of which a check is not known apart from those that fail it', () => {
    const check = { scorecard: 'ready', check: 'slo', passed: 1_200, failed: 1, unknown: 3 };
    const shown = part(measured({ checks: [check] }), 'scorecards');
    assert.match(textOf(shown), /Passed Failed Not known.*slo ready 1,200 1 3 1 service$/);
    assert.deepEqual(tonesIn(shown), ['tone-good', 'tone-bad', 'tone-unknown']);
    assert.doesNotMatch(textOf(part(pathPage(path, formats), 'scorecards')), /Not known/);
  });

  it('gives every part of a bar of adoption a look of its own', () => {
    const states = ['UpToDate', 'UpdateAvailable', 'SecurityUpdate', 'Unsupported', 'Unknown'];
    const templates = states.map((status) => ({ status, services: 1 }));
    const shown = part(measured({ templates }), 'adoption');
    const [bar] = findAll(shown, ({ attributes }) => attributes['class'] === 'bar');
    assert.equal(new Set(tonesIn(bar ?? el('p'))).size, states.length + 1);
  });
});
