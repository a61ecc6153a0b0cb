/** The small company's platform with everything that pages show: figures, charts, checks and a form of every kind of field. */
import { shop } from './shop.mjs';

const day = 86_400_000;
const now = Date.now();
const ago = (days) => new Date(now - days * day).toISOString();
const weeks = (count, fill) =>
  Array.from({ length: count }, (_, index) => {
    const left = count - index;
    return { from: ago(7 * left), to: ago(7 * (left - 1)), ...fill(index) };
  });

const delivery = {
  deploymentFrequencyPerDay: 2.4,
  changeLeadTimeSecondsP50: 9_400,
  changeFailRate: 0.08,
  failedDeploymentRecoveryTimeSecondsP50: 2_700,
  series: weeks(13, (index) => ({ deployments: 9 + ((index * 7) % 11), failed: index % 4 })),
  notes: ['Deployments before the move to this platform are not known.'],
};

const slo = (name, environment, status, budgetRemainingPercent, rates) => ({
  name,
  environment,
  status,
  targetPercent: 99.9,
  timeWindow: '30d',
  currentPercent: 99.9 + budgetRemainingPercent / 1_000 - 0.05,
  budgetRemainingPercent,
  burnRates: Object.entries(rates).map(([window, rate]) => ({ window, rate })),
});

const checks = [
  { name: 'owner', title: 'It has an owner', level: 'Bronze', state: 'Passed' },
  {
    name: 'runbook',
    title: 'A runbook is linked',
    level: 'Silver',
    state: 'Failed',
    message: 'No link has the type runbook.',
    pointer: '/metadata/links',
    remediation: {
      text: 'Add a link of the type runbook.',
      url: 'https://docs.shop.example/runbooks',
    },
  },
  { name: 'slo', title: 'An objective is declared', level: 'Silver', state: 'Unknown' },
];

const form = {
  type: 'object',
  required: ['name', 'owner'],
  properties: {
    name: { type: 'string', title: 'Name', description: 'As in addresses.', pattern: '^[a-z]+$' },
    owner: { type: 'string', title: 'Owner', 'x-widget': 'owner' },
    size: { title: 'Size', enum: ['small', 'large'], default: 'small' },
    isPublic: { type: 'boolean', title: 'Reachable from outside' },
    replicas: { type: 'integer', title: 'Replicas', minimum: 1, maximum: 9 },
    notes: { type: 'string', title: 'Notes', 'ui:widget': 'textarea' },
    ports: { type: 'array', title: 'Ports', items: { type: 'integer' }, default: [8080, 9090] },
    labels: { type: 'object', title: 'Labels', additionalProperties: { type: 'string' } },
    store: {
      title: 'Store',
      type: 'object',
      properties: { kind: { type: 'string', title: 'Kind' }, size: { type: 'integer', title: 'Gigabytes' } },
    },
    token: { type: 'string', title: 'Token', writeOnly: true },
  },
};

const read = { level: 'Read' };
export const measured = {
  ...shop,
  answers: {
    ...shop.answers,
    '/': {
      ...shop.answers['/'],
      capabilities: {
        ...shop.answers['/'].capabilities,
        'metrics.dora': read,
        'metrics.portfolio': read,
        slos: read,
        scorecards: read,
        pipelines: read,
        actions: { level: 'Write' },
      },
    },
    '/services/orders/slos': {
      items: [
        slo('availability', 'production', 'Breached', -12, { '1h': 15.2, '6h': 7.1, '3d': 1.4 }),
        slo('latency', 'production', 'AtRisk', 18, { '1h': 0.8, '6h': 2.6, '3d': 1.1 }),
        slo('availability', 'staging', 'Met', 91, { '1h': 0.1, '6h': 0.2, '3d': 0.3 }),
        { name: 'freshness', environment: 'production', status: 'NoData', targetPercent: 99 },
      ],
    },
    '/services/orders/metrics/dora': {
      environment: 'production',
      deployments: 31,
      from: ago(30),
      to: ago(0),
      ...delivery,
    },
    '/services/orders/scorecards': {
      items: [
        {
          name: 'ready',
          title: 'Production readiness',
          level: 'Bronze',
          levels: ['Bronze', 'Silver'],
          nextLevel: 'Silver',
          checks,
        },
      ],
    },
    '/services/orders/pipeline-runs': { items: [] },
    '/metrics/portfolio': {
      owner: 'group:default/checkout',
      from: ago(90),
      to: ago(0),
      services: 14,
      ...delivery,
      deployments: 160,
      openIncidents: 2,
      slos: { met: 9, atRisk: 3, breached: 1, noData: 1 },
      health: [
        { environment: 'production', health: 'Healthy', services: 11 },
        { environment: 'production', health: 'Degraded', services: 3 },
      ],
      templates: [
        { status: 'UpToDate', services: 6 },
        { status: 'UpdateAvailable', services: 3 },
        { status: 'SecurityUpdate', services: 1 },
        { status: 'Unsupported', services: 1 },
        { status: 'Unknown', services: 1 },
      ],
      scorecards: [
        { name: 'ready', level: 'Silver', services: 5 },
        { name: 'ready', level: 'Bronze', services: 6 },
        { name: 'ready', services: 3 },
      ],
      checks: [
        {
          scorecard: 'ready',
          check: 'runbook',
          title: 'A runbook is linked',
          level: 'Silver',
          passed: 5,
          failed: 9,
          failing: ['orders', 'mailer', 'search'],
          remediation: {
            text: 'Add a link of the type runbook.',
            url: 'https://docs.shop.example/runbooks',
          },
        },
        {
          scorecard: 'ready',
          check: 'owner',
          title: 'It has an owner',
          level: 'Bronze',
          passed: 10,
          failed: 2,
          unknown: 2,
        },
      ],
      attention: [
        { service: 'orders', environment: 'production', reason: 'Incident', message: 'Orders answer 5xx' },
        {
          service: 'mailer',
          environment: 'production',
          reason: 'SloAtRisk',
          message: 'latency: 18% of the budget left',
        },
        { service: 'catalogue', reason: 'TemplateBehind', message: '1.4.0 of node-http-service is out' },
      ],
      onboardingSecondsP50: 172_800,
      selfServiceShare: 0.87,
      satisfaction: weeks(12, (index) =>
        index === 5 ? { ratings: 0 } : { ratings: 4, average: 3 + (index % 5) / 3 },
      ),
    },
    '/actions': {
      items: [
        {
          name: 'resize',
          title: 'Resize',
          description: 'Gives a service another size, and other places to keep its data.',
          category: 'Day2',
          risk: 'Reversible',
          parameters: [{ title: 'Resize', schema: form }],
        },
      ],
    },
  },
};
