import { t } from '../base/l10n.js';
import type { Me } from '../model/me.js';
import type { AccessEvaluationResponse } from '../model/access.js';
import type { Action } from '../model/action.js';
import type { AuditEvent } from '../model/auditEvent.js';
import type { Environment, Owner, Service, ServiceEnvironment, System } from '../model/catalog.js';
import type { Document } from '../model/document.js';
import type { Drift } from '../model/drift.js';
import type { Facet } from '../model/facet.js';
import type { Incident } from '../model/incident.js';
import type { DoraMetrics, PortfolioMetrics } from '../model/metrics.js';
import type { PipelineRun } from '../model/pipelineRun.js';
import type { Resource } from '../model/resource.js';
import type { RunPlan } from '../model/run.js';
import type { ScorecardResult } from '../model/scorecard.js';
import type { Secret } from '../model/secret.js';
import type { Slo } from '../model/slo.js';
import type { Deployment, Operation, OperationEvent, Plan, Release } from '../model/delivery.js';
import { PlatformError } from '../model/errors.js';
import type { LogLine, Page, PlatformInfo, SchemaInfo } from '../model/platform.js';
import type { PlatformEvent } from '../model/platformEvent.js';
import type { OnCall, ResourceType, ScorecardDefinition, Template } from '../model/offer.js';
import type { FieldError, Problem } from '../model/problem.js';
import type { Check } from './check.js';
import {
  isDeploymentList,
  isEnvironmentList,
  isLogLine,
  isLogLineList,
  isMe,
  isOnCall,
  isOperation,
  isOperationEvent,
  isOperationEventList,
  isOwnerList,
  isPlan,
  isPlatformInfo,
  isProblem,
  isRelease,
  isReleaseList,
  isResourceTypeList,
  isScorecardDefinitionList,
  isSchemaInfoList,
  isService,
  isServiceList,
  isTemplateList,
  isValidationResult,
  isAccessEvaluationResponse,
  isActionList,
  isAuditEventList,
  isDeployment,
  isDocument,
  isDocumentList,
  isDoraMetrics,
  isDrift,
  isEnvironment,
  isFacetList,
  isIncident,
  isIncidentList,
  isOperationList,
  isOwner,
  isPipelineRun,
  isPipelineRunList,
  isPlatformEventList,
  isPortfolioMetrics,
  isResource,
  isResourceList,
  isRunPlan,
  isScorecardResultList,
  isSecret,
  isSecretList,
  isServiceEnvironment,
  isSloList,
  isSystem,
  isSystemList,
  isTemplate,
} from './generated/checks.js';

/** Turns parsed JSON into the model. Throws `PlatformError` `not-a-platform` when it does not fit the contract. */
export type Decode<T> = (value: unknown) => T;

/** The wire's types come from the contract, the model's by hand: these lines compile only while they fit. */
export const decodePlatformInfo: Decode<PlatformInfo> = decoder(isPlatformInfo);
export const decodeMe: Decode<Me> = decoder(isMe);
export const decodeService: Decode<Service> = decoder(isService);
export const decodeServices: Decode<Page<Service>> = decoder(isServiceList);
export const decodeEnvironments: Decode<Page<Environment>> = decoder(isEnvironmentList);
export const decodeOwners: Decode<Page<Owner>> = decoder(isOwnerList);
export const decodeSchemas: Decode<Page<SchemaInfo>> = decoder(isSchemaInfoList);
export const decodeOnCall: Decode<OnCall> = decoder(isOnCall);
export const decodeTemplates: Decode<Page<Template>> = decoder(isTemplateList);
export const decodeResourceTypes: Decode<Page<ResourceType>> = decoder(isResourceTypeList);
export const decodeScorecardDefinitions: Decode<Page<ScorecardDefinition>> =
  decoder(isScorecardDefinitionList);
export const decodeRelease: Decode<Release> = decoder(isRelease);
export const decodeReleases: Decode<Page<Release>> = decoder(isReleaseList);
export const decodeDeployments: Decode<Page<Deployment>> = decoder(isDeploymentList);
export const decodePlan: Decode<Plan> = decoder(isPlan);
export const decodeOperation: Decode<Operation> = decoder(isOperation);
export const decodeOperationEvent: Decode<OperationEvent> = decoder(isOperationEvent);
export const decodeOperationEvents: Decode<Page<OperationEvent>> = decoder(isOperationEventList);
export const decodeLogLine: Decode<LogLine> = decoder(isLogLine);
export const decodeLogLines: Decode<Page<LogLine>> = decoder(isLogLineList);

export const decodeAccess: Decode<AccessEvaluationResponse> = decoder(isAccessEvaluationResponse);
export const decodeOwner: Decode<Owner> = decoder(isOwner);
export const decodeSystem: Decode<System> = decoder(isSystem);
export const decodeSystems: Decode<Page<System>> = decoder(isSystemList);
export const decodeServiceEnvironment: Decode<ServiceEnvironment> = decoder(isServiceEnvironment);
export const decodePlatformEvents: Decode<Page<PlatformEvent>> = decoder(isPlatformEventList);
export const decodeDeployment: Decode<Deployment> = decoder(isDeployment);
export const decodeDrift: Decode<Drift> = decoder(isDrift);
export const decodeOperations: Decode<Page<Operation>> = decoder(isOperationList);
export const decodeTemplate: Decode<Template> = decoder(isTemplate);
export const decodeRunPlan: Decode<RunPlan> = decoder(isRunPlan);
export const decodeActions: Decode<Page<Action>> = decoder(isActionList);
export const decodeEnvironment: Decode<Environment> = decoder(isEnvironment);
export const decodeResource: Decode<Resource> = decoder(isResource);
export const decodeResources: Decode<Page<Resource>> = decoder(isResourceList);
export const decodeSecret: Decode<Secret> = decoder(isSecret);
export const decodeSecrets: Decode<Page<Secret>> = decoder(isSecretList);
export const decodeIncident: Decode<Incident> = decoder(isIncident);
export const decodeIncidents: Decode<Page<Incident>> = decoder(isIncidentList);
export const decodePipelineRun: Decode<PipelineRun> = decoder(isPipelineRun);
export const decodePipelineRuns: Decode<Page<PipelineRun>> = decoder(isPipelineRunList);
export const decodeDora: Decode<DoraMetrics> = decoder(isDoraMetrics);
export const decodePortfolio: Decode<PortfolioMetrics> = decoder(isPortfolioMetrics);
export const decodeSlos: Decode<Page<Slo>> = decoder(isSloList);
export const decodeScorecardResults: Decode<Page<ScorecardResult>> = decoder(isScorecardResultList);
export const decodeDocument: Decode<Document> = decoder(isDocument);
export const decodeDocuments: Decode<Page<Document>> = decoder(isDocumentList);
export const decodeAuditEvents: Decode<Page<AuditEvent>> = decoder(isAuditEventList);

const decodeFacetList = decoder(isFacetList);
export const decodeFacets: Decode<readonly Facet[]> = (value) => decodeFacetList(value).facets;

const decodeValidationResult = decoder(isValidationResult);
export const decodeFindings: Decode<readonly FieldError[]> = (value) =>
  decodeValidationResult(value).diagnostics;

/** A JSON Schema is judged by who compiles it; here it only has to be an object. */
export const decodeJsonObject: Decode<Readonly<Record<string, unknown>>> = (value) => {
  if (isObject(value)) return value;
  throw misfit(t('it is not an object'));
};

/** The problem in a refusal's body, `undefined` when there is none. */
export function problemIn(value: unknown): Problem | undefined {
  return isProblem(value) ? value : undefined;
}

/** Makes the decoder of a compiled check. */
export function decoder<T>(check: Check<T>): Decode<T> {
  return (value) => {
    if (check(value)) return value;
    const [fault] = check.errors ?? [];
    const where = fault?.instancePath ? `${fault.instancePath} ` : '';
    throw misfit(`${where}${fault?.message ?? ''}`);
  };
}

function misfit(fault: string): PlatformError {
  return new PlatformError(
    'not-a-platform',
    t(
      'The answer does not fit the platform API ({0}). Check the URL and the version of the platform.',
      fault,
    ),
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
