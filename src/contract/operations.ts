import { t } from '../base/l10n.js';
import { UserError } from '../model/errors.js';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

interface OperationShape {
  readonly method: Method;
  /** Below the API root, with places in braces. */
  readonly path: string;
}

/** The part of the contract that this product speaks, by operationId of schemas/platform-api.yaml. */
export const operations = {
  getPlatform: { method: 'GET', path: '/' },
  getMe: { method: 'GET', path: '/me' },
  listServices: { method: 'GET', path: '/services' },
  getService: { method: 'GET', path: '/services/{service}' },
  listEnvironments: { method: 'GET', path: '/environments' },
  listOwners: { method: 'GET', path: '/owners' },
  listSchemas: { method: 'GET', path: '/schemas' },
  getOnCall: { method: 'GET', path: '/services/{service}/on-call' },
  listTemplates: { method: 'GET', path: '/templates' },
  listResourceTypes: { method: 'GET', path: '/resource-types' },
  listScorecardDefinitions: { method: 'GET', path: '/scorecards' },
  getSchema: { method: 'GET', path: '/schemas/{schema}' },
  validateManifest: { method: 'POST', path: '/manifests/validate' },
  listReleases: { method: 'GET', path: '/services/{service}/releases' },
  createRelease: { method: 'POST', path: '/services/{service}/releases' },
  listDeployments: { method: 'GET', path: '/services/{service}/deployments' },
  createDeployment: { method: 'POST', path: '/services/{service}/deployments' },
  getOperation: { method: 'GET', path: '/operations/{operation}' },
  listOperationEvents: { method: 'GET', path: '/operations/{operation}/events' },
  cancelOperation: { method: 'POST', path: '/operations/{operation}/cancel' },
  listLogs: { method: 'GET', path: '/services/{service}/environments/{environment}/logs' },
  watch: { method: 'GET', path: '/watch' },
  evaluateAccess: { method: 'POST', path: '/access/evaluations' },
  getServiceEnvironment: { method: 'GET', path: '/services/{service}/environments/{environment}' },
  createEnvironment: { method: 'POST', path: '/environments' },
  getEnvironment: { method: 'GET', path: '/environments/{environment}' },
  deleteEnvironment: { method: 'DELETE', path: '/environments/{environment}' },
  listFacets: { method: 'GET', path: '/facets' },
  getOwner: { method: 'GET', path: '/owners/{owner}' },
  listOwnerMembers: { method: 'GET', path: '/owners/{owner}/members' },
  listSystems: { method: 'GET', path: '/systems' },
  getSystem: { method: 'GET', path: '/systems/{system}' },
  getDrift: { method: 'GET', path: '/services/{service}/drift' },
  getRelease: { method: 'GET', path: '/services/{service}/releases/{release}' },
  getDeployment: { method: 'GET', path: '/services/{service}/deployments/{deployment}' },
  listOperations: { method: 'GET', path: '/operations' },
  approveOperation: { method: 'POST', path: '/operations/{operation}/approve' },
  rejectOperation: { method: 'POST', path: '/operations/{operation}/reject' },
  resumeOperation: { method: 'POST', path: '/operations/{operation}/resume' },
  listEvents: { method: 'GET', path: '/services/{service}/environments/{environment}/events' },
  listSecrets: { method: 'GET', path: '/services/{service}/environments/{environment}/secrets' },
  setSecret: { method: 'PUT', path: '/services/{service}/environments/{environment}/secrets/{secret}' },
  rotateSecret: {
    method: 'POST',
    path: '/services/{service}/environments/{environment}/secrets/{secret}/rotate',
  },
  listPipelineRuns: { method: 'GET', path: '/services/{service}/pipeline-runs' },
  getPipelineRun: { method: 'GET', path: '/pipeline-runs/{run}' },
  listPipelineRunEvents: { method: 'GET', path: '/pipeline-runs/{run}/events' },
  getTemplate: { method: 'GET', path: '/templates/{template}' },
  runTemplate: { method: 'POST', path: '/templates/{template}/runs' },
  listActions: { method: 'GET', path: '/actions' },
  runAction: { method: 'POST', path: '/actions/{action}/runs' },
  listResources: { method: 'GET', path: '/resources' },
  createResource: { method: 'POST', path: '/resources' },
  getResource: { method: 'GET', path: '/resources/{resource}' },
  deleteResource: { method: 'DELETE', path: '/resources/{resource}' },
  listIncidents: { method: 'GET', path: '/incidents' },
  createIncident: { method: 'POST', path: '/incidents' },
  getIncident: { method: 'GET', path: '/incidents/{incident}' },
  updateIncident: { method: 'PATCH', path: '/incidents/{incident}' },
  listScorecards: { method: 'GET', path: '/services/{service}/scorecards' },
  getDora: { method: 'GET', path: '/services/{service}/metrics/dora' },
  listSlos: { method: 'GET', path: '/services/{service}/slos' },
  getPortfolio: { method: 'GET', path: '/metrics/portfolio' },
  listPages: { method: 'GET', path: '/pages' },
  getPage: { method: 'GET', path: '/pages/{page}' },
  createFeedback: { method: 'POST', path: '/feedback' },
  listAuditEvents: { method: 'GET', path: '/audit-events' },
} as const satisfies Readonly<Record<string, OperationShape>>;

export type OperationId = keyof typeof operations;

type Places<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Places<Rest>
  : never;

/** The values for the places in an operation's path. */
export type PathValues<Id extends OperationId> = Readonly<
  Record<Places<(typeof operations)[Id]['path']>, string>
>;

/** The path of an operation below the API root; each value is encoded. Throws `UserError` for a value that no path can carry. */
export function pathOf<Id extends OperationId>(operation: Id, values: PathValues<Id>): string {
  const given: Readonly<Record<string, string>> = values;
  return operations[operation].path.replace(/\{(\w+)\}/g, (_place, name: string) =>
    encodeSegment(name, given[name] ?? ''),
  );
}

/** Dots alone are steps to another folder in a URL, even encoded, so they cannot be names. */
function encodeSegment(place: string, value: string): string {
  if (value === '' || /^\.{1,2}$/.test(value) || /\p{Surrogate}/u.test(value)) {
    throw new UserError('name.invalid', t('"{0}" cannot be the name of a {1}. Give another.', value, place));
  }
  return encodeURIComponent(value);
}
