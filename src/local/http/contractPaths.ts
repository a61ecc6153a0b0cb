import { matchPath } from './matchPath.js';

/** Paths of schemas/platform-api.yaml that the local platform does not serve: they answer 501, not 404. */
const notServed = [
  '/me',
  '/access/evaluations',
  '/facets',
  '/environments/{environment}',
  '/owners/{owner}',
  '/owners/{owner}/members',
  '/systems',
  '/systems/{system}',
  '/services/{service}/drift',
  '/services/{service}/environments/{environment}/secrets',
  '/services/{service}/environments/{environment}/secrets/{secret}',
  '/services/{service}/environments/{environment}/secrets/{secret}/rotate',
  '/services/{service}/pipeline-runs',
  '/pipeline-runs/{run}',
  '/pipeline-runs/{run}/events',
  '/metrics/portfolio',
  '/pages',
  '/pages/{page}',
  '/services/{service}/environments/{environment}/events',
  '/services/{service}/metrics/dora',
  '/services/{service}/on-call',
  '/services/{service}/scorecards',
  '/services/{service}/slos',
  '/operations/{operation}/approve',
  '/operations/{operation}/reject',
  '/operations/{operation}/resume',
  '/templates',
  '/templates/{template}',
  '/templates/{template}/runs',
  '/actions',
  '/actions/{action}/runs',
  '/resource-types',
  '/resources',
  '/resources/{resource}',
  '/incidents',
  '/incidents/{incident}',
  '/feedback',
  '/audit-events',
];

export function isContractPath(segments: readonly string[]): boolean {
  return notServed.some((path) => matchPath(`/v1${path}`, segments) !== undefined);
}
