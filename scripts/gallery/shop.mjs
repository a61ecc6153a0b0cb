/** A small company's platform as data: services in every health, a freeze, approvals, incidents, runs. */
const now = Date.now();
const minute = 60_000;
const hour = 60 * minute;
const ago = (ms) => new Date(now - ms).toISOString();
const ahead = (ms) => ago(-ms);

const ada = { id: 'user:default/ada', displayName: 'Ada', type: 'user' };
const grace = { id: 'user:default/grace', displayName: 'Grace', type: 'user' };
const checkoutTeam = 'group:default/checkout';

const version = (number, ms) => ({
  id: `dep_${number}_${ms}`,
  kind: 'Deploy',
  state: 'Deployed',
  release: `rel_${number}`,
  version: number,
  commit: { id: number.replaceAll('.', 'a'), message: `Release ${number}`, committedAt: ago(ms + hour) },
  startedAt: ago(ms + 2 * minute),
  finishedAt: ago(ms),
  by: grace,
});

const at = (environment, health, number, ms, more = {}) => ({
  environment,
  health,
  sync: 'Synced',
  current: version(number, ms),
  replicas: { desired: 3, ready: health === 'Healthy' ? 3 : 1 },
  urls: [`https://${environment}.shop.example`],
  ...more,
});

const service = (name, title, owner, system, tier, environments, more = {}) => ({
  name,
  title,
  owner,
  system,
  tier,
  type: 'service',
  lifecycle: 'production',
  environments,
  ...more,
});

const services = [
  service('orders', 'Orders', checkoutTeam, 'shop', 'critical', [
    at('development', 'Healthy', '1.5.0', 20 * minute),
    at('staging', 'Progressing', '1.4.2', 3 * minute, { operation: 'op_staging' }),
    at('production', 'Degraded', '1.4.1', 40 * minute, {
      message: '7% of the requests fail.',
      openIncidents: 1,
      slo: { worstStatus: 'Breached', minBudgetRemainingPercent: 12 },
      suggestion: {
        kind: 'Rollback',
        message: 'Requests fail since 1.4.1; 1.4.0 was fine.',
        toDeployment: 'dep_old',
      },
      links: [{ url: 'https://grafana.shop.example/d/orders', title: 'Dashboard' }],
    }),
  ]),
  service('payments', 'Payments', 'group:default/payments', 'shop', 'critical', [
    at('development', 'Healthy', '3.1.0', 5 * hour),
    at('staging', 'Healthy', '3.1.0', 4 * hour),
    at('production', 'Healthy', '3.0.9', 30 * hour, {
      operation: 'op_approve',
      slo: { worstStatus: 'Met', minBudgetRemainingPercent: 88 },
    }),
  ]),
  service('catalogue', 'Catalogue', checkoutTeam, 'shop', 'high', [
    at('development', 'Healthy', '0.9.1', 2 * hour),
    at('staging', 'Healthy', '0.9.1', hour, { sync: 'OutOfSync' }),
    at('production', 'Healthy', '0.9.0', 50 * hour),
  ]),
  service('mailer', 'Mailer', 'group:default/growth', 'post', 'low', [
    at('development', 'Suspended', '2.0.0', 300 * hour),
    at('production', 'Missing', '1.9.4', 700 * hour),
  ]),
  service('quotes', 'Quotes', checkoutTeam, 'shop', 'medium', [at('pr-482', 'Healthy', '0.3.0-pr482', hour)]),
  service('search', 'Search', 'group:default/growth', 'shop', 'medium', []),
];

const environments = [
  { name: 'development', title: 'Development', type: 'development', production: false, order: 1 },
  { name: 'staging', title: 'Staging', type: 'staging', production: false, order: 2 },
  {
    name: 'production',
    title: 'Production',
    type: 'production',
    production: true,
    order: 3,
    promotesFrom: ['staging'],
    confirmation: 'TypeName',
    requireReason: true,
    approvals: { minApprovals: 1, approvers: [checkoutTeam], preventSelfApproval: true },
    freeze: { closed: true, reason: 'Black Friday', nextOpen: ahead(60 * hour) },
  },
  {
    name: 'pr-482',
    title: 'Pull request 482',
    type: 'ephemeral',
    production: false,
    url: 'https://pr-482.shop.example',
    ephemeral: {
      service: 'quotes',
      branch: 'faster-quotes',
      pullRequest: { url: 'https://git.shop.example/quotes/pull/482', number: 482, title: 'Faster quotes' },
      createdAt: ago(hour),
      createdBy: ada,
      expiresAt: ahead(5 * hour),
    },
  },
];

const steps = (...states) =>
  ['Build', 'Roll out', 'Verify'].map((name, index) => ({
    id: name.toLowerCase().replace(' ', '-'),
    name,
    state: states[index],
    ...(states[index] === 'Succeeded' && { startedAt: ago(3 * minute), finishedAt: ago(2 * minute) }),
  }));

const operation = (id, title, state, more) => ({
  id,
  kind: 'Deployment',
  title,
  state,
  done: ['Succeeded', 'Failed', 'Canceled'].includes(state),
  createdAt: ago(3 * minute),
  startedAt: ago(3 * minute),
  createdBy: ada,
  ...more,
});

const operations = [
  operation('op_staging', 'Promote Orders 1.4.2 to Staging', 'Running', {
    service: 'orders',
    environment: 'staging',
    steps: steps('Succeeded', 'Running', 'Pending'),
    cancelable: true,
  }),
  operation('op_approve', 'Promote Payments 3.1.0 to Production', 'Blocked', {
    service: 'payments',
    environment: 'production',
    createdBy: grace,
    planFingerprint: 'sha256:1',
    blockedBy: {
      reason: 'ApprovalRequired',
      message: 'One of checkout must agree.',
      approvers: [checkoutTeam],
      until: ahead(20 * hour),
    },
    steps: steps('Pending', 'Pending', 'Pending'),
  }),
  operation('op_frozen', 'Deploy Catalogue 0.9.1 to Production', 'Blocked', {
    service: 'catalogue',
    environment: 'production',
    blockedBy: { reason: 'FreezeWindow', name: 'Black Friday', until: ahead(60 * hour) },
  }),
  operation('op_failed', 'Deploy Mailer 2.0.1 to Development', 'Failed', {
    service: 'mailer',
    environment: 'development',
    finishedAt: ago(2 * hour),
    steps: steps('Succeeded', 'Failed', 'Skipped'),
    error: { type: 'rollout-failed', title: 'No instance became ready', status: 500 },
  }),
  operation('op_done', 'Deploy Orders 1.5.0 to Development', 'Succeeded', {
    service: 'orders',
    environment: 'development',
    finishedAt: ago(20 * minute),
    steps: steps('Succeeded', 'Succeeded', 'Succeeded'),
  }),
  operation('op_theirs', 'Restart Search in Staging', 'Canceled', {
    service: 'search',
    environment: 'staging',
    createdBy: grace,
    finishedAt: ago(26 * hour),
  }),
];

const incidents = [
  {
    id: 'inc_9',
    title: 'Orders answer 5xx',
    description: '7% of the orders fail since the last deployment.',
    status: 'Triggered',
    severity: 'SEV2',
    severityRank: 2,
    service: 'orders',
    environment: 'production',
    suspectedDeployment: 'dep_1.4.1_2400000',
    createdAt: ago(35 * minute),
    runbooks: [{ title: 'Orders fail', url: 'https://wiki.shop.example/orders' }],
    links: [{ url: 'https://pager.shop.example/9', title: 'Pager' }],
  },
];

const resources = [
  {
    id: 'res_1',
    name: 'orders-db',
    type: 'postgres',
    class: 'large',
    environment: 'production',
    services: ['orders'],
    state: 'Active',
  },
  {
    id: 'res_2',
    name: 'orders-events',
    type: 'queue',
    environment: 'production',
    services: ['orders'],
    state: 'Provisioning',
  },
];

const deployments = [
  ['1.4.1', 40 * minute, 'Deployed', 'Failed'],
  ['1.4.0', 26 * hour, 'Superseded', 'Good'],
  ['1.3.9', 170 * hour, 'Superseded', 'Good'],
].map(([number, ms, state, outcome]) => ({
  id: `dep_${number}_${ms}`,
  service: 'orders',
  environment: 'production',
  kind: 'Promote',
  state,
  outcome,
  release: { id: `rel_${number}`, version: number, createdAt: ago(ms + hour) },
  createdAt: ago(ms + 3 * minute),
  startedAt: ago(ms + 2 * minute),
  finishedAt: ago(ms),
  createdBy: grace,
  rollback: { eligible: state === 'Superseded' },
}));

const pod = (name, health, more = {}) => ({
  id: `Pod/${name}`,
  kind: 'Pod',
  name,
  parent: 'Deployment/orders',
  health,
  image: 'registry.shop.example/orders:1.4.1',
  startedAt: ago(40 * minute),
  ...more,
});

const components = [
  {
    id: 'Deployment/orders',
    kind: 'Deployment',
    name: 'orders',
    health: 'Degraded',
    startedAt: ago(700 * hour),
  },
  { id: 'Service/orders', kind: 'Service', name: 'orders', health: 'Healthy', startedAt: ago(700 * hour) },
  pod('orders-7f9c-4tq2x', 'Healthy'),
  pod('orders-7f9c-8pl4m', 'Degraded', { message: 'app: CrashLoopBackOff: exit code 1', restarts: 9 }),
  pod('orders-7f9c-k2v7d', 'Progressing', { message: 'Unschedulable: 0/6 nodes have enough memory' }),
];

const owners = [
  { ref: checkoutTeam, displayName: 'Checkout Team', type: 'group' },
  { ref: 'group:default/payments', displayName: 'Payments', type: 'group' },
];

const read = { level: 'Read' };
const info = {
  name: 'shop',
  title: 'Shop Platform',
  contractVersion: '0.2.0',
  capabilities: {
    services: read,
    environments: read,
    deployments: { level: 'Write' },
    operations: { level: 'Write' },
    approvals: { level: 'Write' },
    incidents: { level: 'Write' },
    resources: { level: 'Write' },
    permissions: read,
    'services.detail': read,
    owners: read,
    watch: { level: 'Stream' },
  },
};

const named = (url) => {
  const names = url.searchParams.get('names')?.split(',');
  return { items: services.filter(({ name }) => !names || names.includes(name)) };
};
const inPlace = (items) => (url) => {
  const environment = url.searchParams.get('environment');
  return { items: items.filter((item) => environment === null || item.environment === environment) };
};

export const shop = {
  answers: {
    '/': info,
    '/me': { user: ada, groups: [checkoutTeam] },
    '/services': named,
    '/environments': { items: environments },
    '/operations': { items: operations },
    ...Object.fromEntries(operations.map((item) => [`/operations/${item.id}`, item])),
    '/incidents': { items: incidents },
    '/incidents/inc_9': incidents[0],
    '/resources': inPlace(resources),
    '/owners': { items: owners },
    '/services/orders/environments/production': {
      ...services[0].environments[2],
      components,
    },
    '/services/orders/deployments': inPlace(deployments),
    '/services/orders/on-call': {
      shifts: [{ who: ada, level: 1, end: ahead(9 * hour), schedule: 'Checkout primary' }],
    },
  },
  events: {
    '/operations/op_staging/events': [
      { id: '1', type: 'log', time: ago(3 * minute), step: 'build', message: 'Fetched 214 packages in 6 s' },
      { id: '2', type: 'log', time: ago(2 * minute), step: 'build', message: 'Image is orders:1.4.2' },
      { id: '3', type: 'log', time: ago(minute), step: 'roll-out', message: '1 of 3 instances is ready' },
      {
        id: '4',
        type: 'log',
        time: ago(minute / 2),
        step: 'roll-out',
        level: 'warn',
        message: 'Instance orders-7f9 restarts: its probe timed out',
      },
    ],
  },
};

const states = ['Healthy', 'Healthy', 'Healthy', 'Progressing', 'Degraded'];
const crowd = Array.from({ length: 10_000 }, (_, index) =>
  service(`service-${String(index).padStart(5, '0')}`, undefined, checkoutTeam, 'shop', 'low', [
    at('development', states[index % 5], '1.5.0', hour),
    at('staging', 'Healthy', '1.4.2', 2 * hour),
    at('production', 'Healthy', '1.4.2', 30 * hour),
  ]),
);

/** 10,000 services, in pages. */
export const many = {
  answers: {
    ...shop.answers,
    '/services': (url) => {
      const names = url.searchParams.get('names')?.split(',');
      const from = Number(url.searchParams.get('pageToken') ?? 0);
      const next = from + Number(url.searchParams.get('pageSize') ?? 50);
      if (names) return { items: crowd.filter(({ name }) => names.includes(name)) };
      return {
        items: crowd.slice(from, next),
        ...(next < crowd.length && { nextPageToken: String(next) }),
      };
    },
    '/operations': { items: [] },
    '/incidents': { items: [] },
  },
};

export const empty = {
  answers: {
    ...shop.answers,
    '/services': { items: [] },
    '/environments': { items: [] },
    '/operations': { items: [] },
    '/incidents': { items: [] },
  },
};
