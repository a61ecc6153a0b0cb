/** A platform whose names are as odd as the contract allows, for pictures: long, from right to left, in many scripts. */
import { shop } from './shop.mjs';

const long = 'a-service-with-a-name-that-is-as-long-as-names-may-be-and-then-a-little-bit-longer';
const places = [
  'development',
  'an-environment-with-a-very-long-name-for-customers-in-the-north-west',
  'preview-pull-request-1234-of-the-checkout-team',
  'production',
];
const time = new Date(Date.now() - 3_600_000).toISOString();

const state = (environment, health, more = {}) => ({
  environment,
  health,
  current: {
    id: `dep_${environment}`,
    state: 'Deployed',
    version: '2026.11.21-rc.1+build.4711',
    finishedAt: time,
  },
  replicas: { desired: 1200, ready: 7 },
  ...more,
});

const service = (name, title, environments, more = {}) => ({
  name,
  ...(title && { title }),
  owner: 'group:default/checkout',
  environments,
  ...more,
});

const services = [
  service(long, undefined, [
    state(places[0], 'Healthy'),
    state(places[1], 'Degraded', {
      message: 'Back-off restarting failed container with a reason that goes on and on. '.repeat(4),
    }),
    state(places[2], 'Progressing'),
    state(places[3], 'Healthy'),
  ]),
  service('shalom', 'שירות ההזמנות של החנות', [state(places[0], 'Healthy'), state(places[3], 'Missing')]),
  service('arabic', 'خدمة الطلبات', [state(places[0], 'Progressing')]),
  service('ja', '注文サービス 🛒', [state(places[0], 'Unknown')]),
  service('markup', '<b>bold</b> & $(alert) [x](command:y)', [state(places[0], 'Melting')]),
  service('spaces', '   ', [state(places[0], 'Healthy')]),
];

const environments = places.map((name, order) => ({
  name,
  type: 'custom',
  production: name === 'production',
  order,
}));

export const odd = {
  answers: {
    ...shop.answers,
    '/services': (url) => {
      const names = url.searchParams.get('names')?.split(',');
      return { items: services.filter(({ name }) => !names || names.includes(name)) };
    },
    '/environments': { items: environments },
    '/operations': { items: [] },
    '/incidents': { items: [] },
  },
};

/** One service, and nothing else. */
export const one = {
  answers: {
    ...odd.answers,
    '/services': { items: [service('only', undefined, [state(places[0], 'Healthy')])] },
  },
};
