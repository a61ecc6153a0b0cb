import { t } from '../base/l10n.js';
import { UserError } from '../model/errors.js';

interface OperationShape {
  readonly method: 'GET' | 'POST';
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
