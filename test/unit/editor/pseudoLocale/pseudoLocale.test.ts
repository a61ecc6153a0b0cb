import assert from 'node:assert/strict';
import { healthWord } from '../../../../src/editor/views/healthLook.js';
import { statusText } from '../../../../src/editor/views/statusText.js';
import { standingOf } from '../../../../src/editor/dashboards/standing.js';
import { textOf, findAll, type View } from '../../../../src/webview/charts/view.js';
import type { Formats } from '../../../../src/webview/dashboards/formats.js';
import type { Part, PathDashboard, ServiceDashboard } from '../../../../src/webview/dashboards/model.js';
import { pathPage } from '../../../../src/webview/dashboards/pathPage.js';
import { servicePage } from '../../../../src/webview/dashboards/servicePage.js';
import { inPseudoLocale, plainWords } from '../../../support/pseudoLocale.js';
import { picture, running, service, snapshot } from '../pictures.js';

/** Figures without words, which the platform of the language writes in its own way. */
const formats: Formats = {
  number: String,
  percent: (share) => `${share * 100} %`,
  precisePercent: (share) => `${share * 100} %`,
  duration: (seconds) => `${seconds} S`,
  dateTime: () => '21.11.',
  day: () => '21.11.',
  ago: () => '2 H',
};

const ready = <T>(value: T): Part<T> => ({ state: 'ready', value });

const full: ServiceDashboard = {
  kind: 'service',
  name: 'S1',
  platform: 'P1',
  standing: { state: 'live' },
  now: 0,
  asOf: 0,
  service: {
    name: 'S1',
    template: { ref: 'T1', version: '1', latestVersion: '2' },
    environments: [
      {
        environment: 'E1',
        health: 'Degraded',
        sync: 'OutOfSync',
        current: { id: 'D1', state: 'Deployed', version: '1' },
        replicas: { desired: 2, ready: 1 },
        urls: ['https://x'],
        slo: { worstStatus: 'AtRisk' },
        suggestion: { kind: 'Rollback', message: 'M1' },
      },
    ],
  },
  environments: [
    { name: 'E1', type: 'production', production: true },
    { name: 'E2', type: 'staging', production: false },
  ],
  neighbours: [
    { name: 'S2', direction: 'needs', health: 'Healthy' },
    { name: 'S3', direction: 'neededBy' },
  ],
  slos: ready([
    {
      name: 'O1',
      environment: 'E1',
      targetPercent: 99,
      status: 'Breached',
      budgetRemainingPercent: -3,
      burnRates: [{ window: '1H', rate: 7 }],
      alerts: [{ name: 'A1', state: 'firing' }],
    },
  ]),
  incidents: ready([{ id: 'I1', title: 'I1', status: 'Triggered' }]),
  deployments: ready([
    {
      id: 'D1',
      service: 'S1',
      environment: 'E1',
      kind: 'Rollback',
      state: 'Superseded',
      outcome: 'Failed',
      release: { id: 'R1', version: '1', createdAt: '' },
    },
  ]),
  runs: ready([
    {
      id: 'B1',
      service: 'S1',
      kind: 'Build',
      state: 'Failed',
      done: true,
      createdAt: '',
      tests: { passed: 1, failed: 2 },
    },
  ]),
  dora: ready({
    environment: 'E1',
    from: '',
    to: '',
    deployments: 1,
    notes: ['N1'],
    series: [{ from: '', to: '', deployments: 2, failed: 1 }],
  }),
  scorecards: ready([
    {
      name: 'C1',
      checks: [
        { name: 'K1', state: 'Failed', pointer: '/X' },
        { name: 'K2', state: 'NotApplicable' },
      ],
    },
  ]),
};

const path: PathDashboard = {
  kind: 'path',
  by: 'owner',
  subject: 'G1',
  title: 'G1',
  days: 30,
  platform: 'P1',
  standing: { state: 'live' },
  now: 0,
  figures: ready({
    from: '',
    to: '',
    services: 2,
    deploymentFrequencyPerDay: 1,
    series: [{ from: '', to: '', deployments: 2, failed: 1 }],
    templates: ['UpToDate', 'UpdateAvailable', 'SecurityUpdate', 'Unsupported', 'Unknown'].map((status) => ({
      status,
      services: 1,
    })),
    scorecards: [{ name: 'C1', services: 1 }],
    checks: [{ scorecard: 'C1', check: 'K1', passed: 1, failed: 9, failing: ['S1'] }],
    satisfaction: [{ from: '', to: '', ratings: 1, average: 4 }],
    attention: [
      'Degraded',
      'Incident',
      'SloBreached',
      'SloAtRisk',
      'OperationBlocked',
      'DeploymentFailed',
      'ScorecardFailing',
      'TemplateBehind',
    ].map((reason) => ({ service: 'S1', reason, message: 'M1' })),
    notes: ['N1'],
  }),
};

/** Everything that a page shows or a screen reader says. */
function wordsOf(views: readonly View[]): string {
  const spoken = views.flatMap((view) =>
    findAll(view, ({ attributes }) => 'aria-label' in attributes).map(
      ({ attributes }) => attributes['aria-label'] ?? '',
    ),
  );
  return [...views.map(textOf), ...spoken].join('\n');
}

describe('in a pseudo-language every sentence is translated', () => {
  const expectTranslated = (draw: () => string): void =>
    assert.deepEqual(plainWords(inPseudoLocale(draw)), []);

  it('of the dashboard of a service', () => {
    expectTranslated(() => wordsOf(servicePage(full, formats)));
    const bare = {
      ...full,
      slos: ready([]),
      incidents: ready([]),
      deployments: ready([]),
      runs: ready([]),
      scorecards: ready([]),
      neighbours: [],
      environments: [],
    };
    expectTranslated(() => wordsOf(servicePage(bare, formats)));
    const parts = {
      slos: { state: 'loading' },
      incidents: { state: 'absent' },
      runs: { state: 'absent' },
    } as const;
    expectTranslated(() => wordsOf(servicePage({ ...full, ...parts }, formats)));
  });

  it('of the golden path dashboard', () => {
    expectTranslated(() => wordsOf(pathPage(path, formats)));
    expectTranslated(() =>
      wordsOf(pathPage({ ...path, figures: ready({ from: '', to: '', services: 0 }) }, formats)),
    );
    expectTranslated(() => wordsOf(pathPage({ ...path, figures: { state: 'absent' } }, formats)));
  });

  it('of how a platform stands, and of the status bar', () => {
    for (const status of ['live', 'loading', 'stale', 'unauthenticated', 'failed'] as const) {
      expectTranslated(() => standingOf(snapshot([], { status }), 'P1', true).message ?? '');
      expectTranslated(() => {
        const { spoken, tooltip } = statusText({ ...picture([]), live: snapshot([], { status }) }, 'P1');
        return `${spoken} ${tooltip}`;
      });
    }
    expectTranslated(
      () => statusText(picture([service('S1', running('E1', 'Degraded', '1'))], 'S1'), 'P1').spoken,
    );
    for (const health of ['Healthy', 'Progressing', 'Degraded', 'Suspended', 'Missing', 'Unknown']) {
      expectTranslated(() => healthWord(health));
    }
  });

  it('and what is not would be seen', () => {
    assert.deepEqual(plainWords('⟦Deploy ⟦a⟧ to⟧ S1 forgotten'), ['forgotten']);
    assert.equal(
      inPseudoLocale(() => plainWords('forgotten').length),
      1,
    );
  });
});
