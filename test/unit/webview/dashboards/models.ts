import assert from 'node:assert/strict';
import { findAll, type View } from '../../../../src/webview/charts/view.js';
import { formatsFor } from '../../../../src/webview/dashboards/formats.js';
import type { PathDashboard, ServiceDashboard } from '../../../../src/webview/dashboards/model.js';

export const formats = formatsFor('en');
export const now = Date.parse('2026-11-21T12:00:00Z');

export const service: ServiceDashboard = {
  kind: 'service',
  name: 'checkout',
  platform: 'Acme',
  standing: { state: 'live' },
  now,
  asOf: now,
  service: {
    name: 'checkout',
    owner: 'group:default/payments',
    template: { ref: 'node-http-service', version: '1.2.0', latestVersion: '1.4.0' },
    environments: [
      {
        environment: 'production',
        health: 'Degraded',
        message: '1 of 4 instances restarts.',
        current: { id: 'd2', state: 'Deployed', version: '1.8.2', finishedAt: '2026-11-21T10:00:00Z' },
        replicas: { desired: 4, ready: 3 },
        urls: ['https://checkout.example.com'],
        suggestion: { kind: 'Rollback', message: 'Failing since 1.8.2.', toDeployment: 'd1' },
      },
    ],
  },
  environments: [
    { name: 'staging', type: 'staging', production: false },
    { name: 'production', type: 'production', production: true },
  ],
  neighbours: [
    { name: 'orders', direction: 'needs', health: 'Healthy' },
    { name: 'resource:default/db', direction: 'needs' },
  ],
  slos: {
    state: 'ready',
    value: [
      {
        name: 'availability',
        environment: 'production',
        targetPercent: 99.9,
        timeWindow: '30d',
        status: 'AtRisk',
        currentPercent: 99.85,
        budgetRemainingPercent: -12,
        burnRates: [{ window: '1h', rate: 14.4 }],
      },
    ],
  },
  incidents: { state: 'failed', message: 'You may not read incidents here.' },
  deployments: {
    state: 'ready',
    stale: 'This could not be read again.',
    value: [
      {
        id: 'd2',
        service: 'checkout',
        environment: 'production',
        kind: 'Deploy',
        state: 'Deployed',
        outcome: 'Failed',
        release: { id: 'r2', version: '1.8.2', createdAt: '2026-11-21T09:00:00Z' },
        commits: [{ id: 'abc', message: 'Change the <b>price</b>' }],
      },
    ],
  },
  runs: { state: 'absent' },
  dora: { state: 'loading' },
  scorecards: {
    state: 'ready',
    value: [
      {
        name: 'ready',
        levels: ['Bronze'],
        nextLevel: 'Bronze',
        checks: [
          { name: 'owner', state: 'Passed' },
          {
            name: 'runbook',
            title: 'A runbook is linked',
            state: 'Failed',
            pointer: '/metadata/links',
            remediation: { text: 'Add a link.', url: 'https://docs.example.com/runbook' },
          },
        ],
      },
    ],
  },
};

export const path: PathDashboard = {
  kind: 'path',
  by: 'owner',
  subject: 'group:default/payments',
  title: 'Payments',
  days: 90,
  platform: 'Acme',
  standing: { state: 'live' },
  now,
  asOf: now,
  figures: {
    state: 'ready',
    value: {
      from: '2026-08-23T00:00:00Z',
      to: '2026-11-21T00:00:00Z',
      services: 10,
      deployments: 6,
      deploymentFrequencyPerDay: 0.8,
      changeLeadTimeSecondsP50: 14_400,
      changeFailRate: 0.083,
      deploymentReworkRate: 0,
      series: [{ from: '2026-11-14T00:00:00Z', to: '2026-11-21T00:00:00Z', deployments: 6, failed: 1 }],
      templates: [
        { status: 'UpToDate', services: 6 },
        { status: 'UpdateAvailable', services: 2 },
      ],
      scorecards: [{ name: 'ready', services: 2 }],
      checks: [
        {
          scorecard: 'ready',
          check: 'runbook',
          passed: 7,
          failed: 3,
          failing: ['checkout', 'refunds'],
          remediation: { text: 'Add a link.', url: 'javascript:alert(1)' },
        },
      ],
      onboardingSecondsP50: 259_200,
      selfServiceShare: 0.87,
      satisfaction: [{ from: '2026-11-14T00:00:00Z', to: '2026-11-21T00:00:00Z', ratings: 5, average: 4.2 }],
      attention: [{ service: 'checkout', reason: 'Degraded', message: 'Restarts.' }],
      notes: ['Recovery times are not known.', 'Recovery times are not known.'],
    },
  },
};

/** The section of a page. */
export const part = (views: readonly View[], key: string): View => {
  const found = views.find(({ attributes }) => attributes['data-key'] === key);
  assert.ok(found, `section ${key}`);
  return found;
};
export const buttons = (views: readonly View[]): readonly View[] =>
  views.flatMap((view) => findAll(view, ({ tag }) => tag === 'button'));
