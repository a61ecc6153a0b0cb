import type { Me } from '../model/me.js';
import type { Environment, Owner, Service } from '../model/catalog.js';
import type {
  Deployment,
  DeploymentRequest,
  Operation,
  OperationEvent,
  Plan,
  Release,
  ReleaseRequest,
} from '../model/delivery.js';
import type {
  LogLine,
  LogQuery,
  Page,
  PageQuery,
  PlatformInfo,
  SchemaInfo,
  ServiceQuery,
} from '../model/platform.js';
import type { OnCall, ResourceType, ScorecardDefinition, Template } from '../model/offer.js';
import type { FieldError } from '../model/problem.js';
import * as decode from './decode.js';
import { route, withJson, type Route } from './route.js';

type DeploymentQuery = PageQuery & { readonly environment?: string; readonly state?: string };

export const routes = {
  getPlatform: (): Route<PlatformInfo> => route('getPlatform', {}, {}, decode.decodePlatformInfo),
  getMe: (): Route<Me> => route('getMe', {}, {}, decode.decodeMe),
  listServices: (query: ServiceQuery = {}): Route<Page<Service>> =>
    route('listServices', {}, { ...query }, decode.decodeServices),
  getService: (service: string): Route<Service> => route('getService', { service }, {}, decode.decodeService),
  listEnvironments: (query: PageQuery = {}): Route<Page<Environment>> =>
    route('listEnvironments', {}, { ...query }, decode.decodeEnvironments),
  listOwners: (query: PageQuery = {}): Route<Page<Owner>> =>
    route('listOwners', {}, { ...query }, decode.decodeOwners),
  listTemplates: (query: PageQuery = {}): Route<Page<Template>> =>
    route('listTemplates', {}, { ...query }, decode.decodeTemplates),
  listResourceTypes: (query: PageQuery = {}): Route<Page<ResourceType>> =>
    route('listResourceTypes', {}, { ...query }, decode.decodeResourceTypes),
  listScorecards: (query: PageQuery = {}): Route<Page<ScorecardDefinition>> =>
    route('listScorecardDefinitions', {}, { ...query }, decode.decodeScorecardDefinitions),
  getOnCall: (service: string): Route<OnCall> => route('getOnCall', { service }, {}, decode.decodeOnCall),
  listSchemas: (query: PageQuery = {}): Route<Page<SchemaInfo>> =>
    route('listSchemas', {}, { ...query }, decode.decodeSchemas),
  getSchema: (schema: string): Route<Readonly<Record<string, unknown>>> =>
    route('getSchema', { schema }, {}, decode.decodeJsonObject),
  validateManifest: (yaml: string): Route<readonly FieldError[]> => ({
    ...route('validateManifest', {}, {}, decode.decodeFindings),
    body: { type: 'application/yaml', text: yaml },
  }),
  listReleases: (service: string, query: PageQuery = {}): Route<Page<Release>> =>
    route('listReleases', { service }, { ...query }, decode.decodeReleases),
  createRelease: (service: string, request: ReleaseRequest): Route<Release> =>
    withJson(route('createRelease', { service }, {}, decode.decodeRelease), request),
  listDeployments: (service: string, query: DeploymentQuery = {}): Route<Page<Deployment>> =>
    route('listDeployments', { service }, { ...query }, decode.decodeDeployments),
  planDeployment: (service: string, request: DeploymentRequest): Route<Plan> =>
    withJson(route('createDeployment', { service }, { dryRun: true }, decode.decodePlan), request),
  createDeployment: (service: string, request: DeploymentRequest): Route<Operation> =>
    withJson(route('createDeployment', { service }, {}, decode.decodeOperation), request),
  getOperation: (operation: string): Route<Operation> =>
    route('getOperation', { operation }, {}, decode.decodeOperation),
  cancelOperation: (operation: string): Route<Operation> =>
    withJson(route('cancelOperation', { operation }, {}, decode.decodeOperation), {}),
  listOperationEvents: (operation: string, after?: string): Route<Page<OperationEvent>> =>
    route('listOperationEvents', { operation }, { after }, decode.decodeOperationEvents),
  listLogs: (service: string, environment: string, query: LogQuery = {}): Route<Page<LogLine>> =>
    route('listLogs', { service, environment }, { ...query }, decode.decodeLogLines),
  /** Only a stream: there is no JSON form to decode. */
  watch: (after?: string): Route<never> =>
    route('watch', {}, { after }, () => {
      throw new TypeError('watch answers with a stream');
    }),
};
