import type { AccessEvaluationRequest, AccessEvaluationResponse } from '../model/access.js';
import type { Action } from '../model/action.js';
import type { AuditEvent } from '../model/auditEvent.js';
import type { Environment, Owner, ServiceEnvironment, System } from '../model/catalog.js';
import type { Deployment, Operation, OperationEvent, Release } from '../model/delivery.js';
import type { Document } from '../model/document.js';
import type { Drift } from '../model/drift.js';
import type { EnvironmentRequest } from '../model/environmentRequest.js';
import type { Facet } from '../model/facet.js';
import type { FeedbackRequest } from '../model/feedback.js';
import type { Incident, IncidentPatch, IncidentRequest } from '../model/incident.js';
import type { DoraMetrics, PortfolioMetrics } from '../model/metrics.js';
import type { Template } from '../model/offer.js';
import type { Decision } from '../model/parts.js';
import type { PipelineRun } from '../model/pipelineRun.js';
import type { Page } from '../model/platform.js';
import type { PlatformEvent } from '../model/platformEvent.js';
import type { Resource, ResourceRequest } from '../model/resource.js';
import type { RunConfirmation, RunPlan, RunRequest } from '../model/run.js';
import type { ScorecardResult } from '../model/scorecard.js';
import type { Secret, SecretRotation, SecretValue } from '../model/secret.js';
import type { Slo } from '../model/slo.js';
import * as decode from './decode.js';
import { route, withJson, type QueryValues, type Route } from './route.js';

const dryRun = { dryRun: true };
const given = (query: object): QueryValues => ({ ...query });

/** A secret of a service in an environment. */
export interface SecretPlace {
  readonly service: string;
  readonly environment: string;
  readonly secret: string;
}

/** The requests of the platform's parts (src/model/parts.ts). */
export const partRoutes = {
  evaluateAccess: (request: AccessEvaluationRequest): Route<AccessEvaluationResponse> =>
    withJson(route('evaluateAccess', {}, {}, decode.decodeAccess), request),

  getOwner: (owner: string): Route<Owner> => route('getOwner', { owner }, {}, decode.decodeOwner),
  listOwnerMembers: (owner: string, query: object): Route<Page<Owner>> =>
    route('listOwnerMembers', { owner }, given(query), decode.decodeOwners),
  listSystems: (query: object): Route<Page<System>> =>
    route('listSystems', {}, given(query), decode.decodeSystems),
  getSystem: (system: string): Route<System> => route('getSystem', { system }, {}, decode.decodeSystem),
  listFacets: (by: readonly string[], query: object): Route<readonly Facet[]> =>
    route('listFacets', {}, { ...query, by }, decode.decodeFacets),

  getServiceEnvironment: (service: string, environment: string): Route<ServiceEnvironment> =>
    route('getServiceEnvironment', { service, environment }, {}, decode.decodeServiceEnvironment),
  listEvents: (service: string, environment: string, query: object): Route<Page<PlatformEvent>> =>
    route('listEvents', { service, environment }, given(query), decode.decodePlatformEvents),

  getDeployment: (service: string, deployment: string): Route<Deployment> =>
    route('getDeployment', { service, deployment }, {}, decode.decodeDeployment),
  getRelease: (service: string, release: string): Route<Release> =>
    route('getRelease', { service, release }, {}, decode.decodeRelease),
  getDrift: (service: string): Route<Drift> => route('getDrift', { service }, {}, decode.decodeDrift),

  listOperations: (query: object): Route<Page<Operation>> =>
    route('listOperations', {}, given(query), decode.decodeOperations),
  approveOperation: (operation: string, decision: Decision): Route<Operation> =>
    withJson(route('approveOperation', { operation }, {}, decode.decodeOperation), decision),
  rejectOperation: (operation: string, decision: Decision): Route<Operation> =>
    withJson(route('rejectOperation', { operation }, {}, decode.decodeOperation), decision),
  resumeOperation: (operation: string, decision: Decision): Route<Operation> =>
    withJson(route('resumeOperation', { operation }, {}, decode.decodeOperation), decision),

  getTemplate: (template: string): Route<Template> =>
    route('getTemplate', { template }, {}, decode.decodeTemplate),
  planTemplateRun: (template: string, request: RunRequest): Route<RunPlan> =>
    withJson(route('runTemplate', { template }, dryRun, decode.decodeRunPlan), request),
  runTemplate: (template: string, request: RunRequest): Route<Operation> =>
    withJson(route('runTemplate', { template }, {}, decode.decodeOperation), request),

  listActions: (query: object): Route<Page<Action>> =>
    route('listActions', {}, given(query), decode.decodeActions),
  planActionRun: (action: string, request: RunRequest): Route<RunPlan> =>
    withJson(route('runAction', { action }, dryRun, decode.decodeRunPlan), request),
  runAction: (action: string, request: RunRequest): Route<Operation> =>
    withJson(route('runAction', { action }, {}, decode.decodeOperation), request),

  getEnvironment: (environment: string): Route<Environment> =>
    route('getEnvironment', { environment }, {}, decode.decodeEnvironment),
  planCreateEnvironment: (request: EnvironmentRequest): Route<RunPlan> =>
    withJson(route('createEnvironment', {}, dryRun, decode.decodeRunPlan), request),
  createEnvironment: (request: EnvironmentRequest): Route<Operation> =>
    withJson(route('createEnvironment', {}, {}, decode.decodeOperation), request),
  planDeleteEnvironment: (environment: string): Route<RunPlan> =>
    route('deleteEnvironment', { environment }, dryRun, decode.decodeRunPlan),
  deleteEnvironment: (environment: string, confirmed: RunConfirmation): Route<Operation> =>
    route('deleteEnvironment', { environment }, given(confirmed), decode.decodeOperation),

  listResources: (query: object): Route<Page<Resource>> =>
    route('listResources', {}, given(query), decode.decodeResources),
  getResource: (resource: string): Route<Resource> =>
    route('getResource', { resource }, {}, decode.decodeResource),
  planCreateResource: (request: ResourceRequest): Route<RunPlan> =>
    withJson(route('createResource', {}, dryRun, decode.decodeRunPlan), request),
  createResource: (request: ResourceRequest): Route<Operation> =>
    withJson(route('createResource', {}, {}, decode.decodeOperation), request),
  planDeleteResource: (resource: string): Route<RunPlan> =>
    route('deleteResource', { resource }, dryRun, decode.decodeRunPlan),
  deleteResource: (resource: string, confirmed: RunConfirmation): Route<Operation> =>
    route('deleteResource', { resource }, given(confirmed), decode.decodeOperation),

  listSecrets: (service: string, environment: string, query: object): Route<Page<Secret>> =>
    route('listSecrets', { service, environment }, given(query), decode.decodeSecrets),
  setSecret: (place: SecretPlace, value: SecretValue): Route<Secret> =>
    withJson(route('setSecret', { ...place }, {}, decode.decodeSecret), value),
  planRotateSecret: (place: SecretPlace, rotation: SecretRotation): Route<RunPlan> =>
    withJson(route('rotateSecret', { ...place }, dryRun, decode.decodeRunPlan), rotation),
  rotateSecret: (place: SecretPlace, rotation: SecretRotation): Route<Operation> =>
    withJson(route('rotateSecret', { ...place }, {}, decode.decodeOperation), rotation),

  listIncidents: (query: object): Route<Page<Incident>> =>
    route('listIncidents', {}, given(query), decode.decodeIncidents),
  getIncident: (incident: string): Route<Incident> =>
    route('getIncident', { incident }, {}, decode.decodeIncident),
  createIncident: (request: IncidentRequest): Route<Incident> =>
    withJson(route('createIncident', {}, {}, decode.decodeIncident), request),
  updateIncident: (incident: string, patch: IncidentPatch): Route<Incident> =>
    withJson(route('updateIncident', { incident }, {}, decode.decodeIncident), patch),

  listPipelineRuns: (service: string, query: object): Route<Page<PipelineRun>> =>
    route('listPipelineRuns', { service }, given(query), decode.decodePipelineRuns),
  getPipelineRun: (run: string): Route<PipelineRun> =>
    route('getPipelineRun', { run }, {}, decode.decodePipelineRun),
  listPipelineRunEvents: (run: string, after?: string): Route<Page<OperationEvent>> =>
    route('listPipelineRunEvents', { run }, { after }, decode.decodeOperationEvents),

  getDora: (service: string, query: object): Route<DoraMetrics> =>
    route('getDora', { service }, given(query), decode.decodeDora),
  getPortfolio: (query: object): Route<PortfolioMetrics> =>
    route('getPortfolio', {}, given(query), decode.decodePortfolio),
  listSlos: (service: string, query: object): Route<Page<Slo>> =>
    route('listSlos', { service }, given(query), decode.decodeSlos),
  listScorecardResults: (service: string): Route<Page<ScorecardResult>> =>
    route('listScorecards', { service }, {}, decode.decodeScorecardResults),

  listPages: (query: object): Route<Page<Document>> =>
    route('listPages', {}, given(query), decode.decodeDocuments),
  getPage: (page: string): Route<Document> => route('getPage', { page }, {}, decode.decodeDocument),

  createFeedback: (request: FeedbackRequest): Route<void> => ({
    ...withJson(
      route('createFeedback', {}, {}, () => undefined),
      request,
    ),
    isSilent: true,
  }),
  listAuditEvents: (query: object): Route<Page<AuditEvent>> =>
    route('listAuditEvents', {}, given(query), decode.decodeAuditEvents),
};
