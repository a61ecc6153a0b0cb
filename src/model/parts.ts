import type { AccessEvaluationRequest, AccessEvaluationResponse } from './access.js';
import type { Action } from './action.js';
import type { AuditEvent } from './auditEvent.js';
import type { Environment, Owner, ServiceEnvironment, System } from './catalog.js';
import type { Deployment, Operation, OperationEvent, Release } from './delivery.js';
import type { Document } from './document.js';
import type { Drift } from './drift.js';
import type { EnvironmentRequest } from './environmentRequest.js';
import type { Facet } from './facet.js';
import type { FeedbackRequest } from './feedback.js';
import type { Incident, IncidentPatch, IncidentRequest } from './incident.js';
import type { DoraMetrics, PortfolioMetrics } from './metrics.js';
import type { Template } from './offer.js';
import type { CallOptions, Page, PageQuery, WriteOptions } from './call.js';
import type { PlatformEvent } from './platformEvent.js';
import type { PipelineRun } from './pipelineRun.js';
import type { Resource, ResourceRequest } from './resource.js';
import type { RunConfirmation, RunPlan, RunRequest } from './run.js';
import type { ScorecardResult } from './scorecard.js';
import type { Secret, SecretRotation, SecretValue } from './secret.js';
import type { Slo } from './slo.js';

/** Where something of a service is looked for. */
interface PlaceQuery {
  readonly service?: string;
  readonly environment?: string;
}

/** RFC 3339; without them, the platform's own span. */
interface SpanQuery {
  readonly from?: string;
  readonly to?: string;
}

/** What somebody decided about a change; with the fingerprint of the plan that they looked at. */
export interface Decision {
  /** 409 `stale-plan` when the operation's differs. */
  readonly planFingerprint?: string;
  readonly comment?: string;
}

/** Who and what there is besides services. */
export interface CatalogPart {
  owner(ref: string, options?: CallOptions): Promise<Owner>;
  /** The users of a group. */
  members(ref: string, query?: PageQuery, options?: CallOptions): Promise<Page<Owner>>;
  systems(query?: PageQuery & { readonly owner?: string }, options?: CallOptions): Promise<Page<System>>;
  system(name: string, options?: CallOptions): Promise<System>;
}

export interface FacetQuery {
  readonly owner?: string;
  readonly system?: string;
  readonly type?: string;
  readonly tier?: string;
  readonly lifecycle?: string;
  readonly environment?: string;
  readonly health?: string;
  readonly q?: string;
}

/** How many services there are of each owner, system and so on. */
export interface FacetPart {
  count(by: readonly string[], query?: FacetQuery, options?: CallOptions): Promise<readonly Facet[]>;
}

/** One service in one environment. */
export interface PlacePart {
  get(service: string, environment: string, options?: CallOptions): Promise<ServiceEnvironment>;
  events(
    service: string,
    environment: string,
    query?: PageQuery,
    options?: CallOptions,
  ): Promise<Page<PlatformEvent>>;
}

export interface DeploymentPart {
  get(service: string, deployment: string, options?: CallOptions): Promise<Deployment>;
  release(service: string, release: string, options?: CallOptions): Promise<Release>;
}

export interface DriftPart {
  get(service: string, options?: CallOptions): Promise<Drift>;
}

export interface OperationQuery extends PageQuery, PlaceQuery {
  readonly state?: string;
  /** Entity reference of a user. */
  readonly createdBy?: string;
}

export interface OperationPart {
  /** Newest first. */
  list(query?: OperationQuery, options?: CallOptions): Promise<Page<Operation>>;
  /** What was blocked and is free again goes on. */
  resume(operation: string, decision?: Decision, options?: CallOptions): Promise<Operation>;
}

/** Decisions about changes that wait. Offered with the capability `approvals`. */
export interface ApprovalPart {
  approve(operation: string, decision: Decision, options?: CallOptions): Promise<Operation>;
  reject(operation: string, decision: Decision, options?: CallOptions): Promise<Operation>;
}

/** What is made from a template or done by an action: planned without effect, then run as an operation. */
interface Runs {
  planRun(name: string, request: RunRequest, options?: CallOptions): Promise<RunPlan>;
  run(name: string, request: RunRequest, options: WriteOptions): Promise<Operation>;
}

export interface TemplatePart extends Runs {
  /** With the form of its parameters. */
  get(name: string, options?: CallOptions): Promise<Template>;
  /** Runs what failed again where it is. Absent where nothing can be taken up. */
  retry?(operation: string, request: Pick<RunRequest, 'secrets'>, options?: CallOptions): Promise<Operation>;
}

export interface ActionPart extends Runs {
  list(query?: PageQuery & PlaceQuery, options?: CallOptions): Promise<Page<Action>>;
}

/** Environments that are made and given back, such as one for a pull request. */
export interface EnvironmentPart {
  get(environment: string, options?: CallOptions): Promise<Environment>;
  planCreate(request: EnvironmentRequest, options?: CallOptions): Promise<RunPlan>;
  create(request: EnvironmentRequest, options: WriteOptions): Promise<Operation>;
  planDelete(environment: string, options?: CallOptions): Promise<RunPlan>;
  delete(environment: string, confirmed: RunConfirmation, options: WriteOptions): Promise<Operation>;
}

export interface ResourcePart {
  list(
    query?: PageQuery & PlaceQuery & { readonly type?: string },
    options?: CallOptions,
  ): Promise<Page<Resource>>;
  get(resource: string, options?: CallOptions): Promise<Resource>;
  planCreate(request: ResourceRequest, options?: CallOptions): Promise<RunPlan>;
  create(request: ResourceRequest, options: WriteOptions): Promise<Operation>;
  planDelete(resource: string, options?: CallOptions): Promise<RunPlan>;
  delete(resource: string, confirmed: RunConfirmation, options: WriteOptions): Promise<Operation>;
}

/** Values go to the platform and never come back. */
export interface SecretPart {
  list(service: string, environment: string, query?: PageQuery, options?: CallOptions): Promise<Page<Secret>>;
  set(
    service: string,
    environment: string,
    name: string,
    value: SecretValue,
    options?: CallOptions,
  ): Promise<Secret>;
  planRotate(
    service: string,
    environment: string,
    name: string,
    rotation: SecretRotation,
    options?: CallOptions,
  ): Promise<RunPlan>;
  rotate(
    service: string,
    environment: string,
    name: string,
    rotation: SecretRotation,
    options: WriteOptions,
  ): Promise<Operation>;
}

export interface IncidentPart {
  list(
    query?: PageQuery & PlaceQuery & { readonly status?: string },
    options?: CallOptions,
  ): Promise<Page<Incident>>;
  /** With its updates. */
  get(incident: string, options?: CallOptions): Promise<Incident>;
  create(request: IncidentRequest, options?: CallOptions): Promise<Incident>;
  update(incident: string, patch: IncidentPatch, options?: CallOptions): Promise<Incident>;
}

export interface PipelineQuery extends PageQuery {
  /** Full commit id. */
  readonly commit?: string;
  readonly branch?: string;
  readonly state?: string;
  readonly kind?: string;
}

export interface PipelinePart {
  list(service: string, query?: PipelineQuery, options?: CallOptions): Promise<Page<PipelineRun>>;
  get(run: string, options?: CallOptions): Promise<PipelineRun>;
  /** Past events after `after`, then live ones until the run is done. */
  events(run: string, options?: CallOptions & { readonly after?: string }): AsyncIterable<OperationEvent>;
}

/** Each is offered with its capability: `metrics.dora`, `metrics.portfolio`, `slos`, `scorecards`. */
export interface MeasurePart {
  dora(
    service: string,
    query: SpanQuery & { readonly environment?: string },
    options?: CallOptions,
  ): Promise<DoraMetrics>;
  portfolio(
    query?: SpanQuery & { readonly owner?: string; readonly system?: string },
    options?: CallOptions,
  ): Promise<PortfolioMetrics>;
  slos(
    service: string,
    query?: { readonly environment?: string },
    options?: CallOptions,
  ): Promise<readonly Slo[]>;
  scorecards(service: string, options?: CallOptions): Promise<readonly ScorecardResult[]>;
}

/** Documentation and runbooks. */
export interface PagePart {
  list(
    query?: PageQuery & {
      readonly service?: string;
      readonly owner?: string;
      readonly type?: string;
      readonly q?: string;
    },
    options?: CallOptions,
  ): Promise<Page<Document>>;
  /** With its content. */
  get(page: string, options?: CallOptions): Promise<Document>;
}

export interface FeedbackPart {
  send(request: FeedbackRequest, options?: CallOptions): Promise<void>;
}

export interface AuditPart {
  list(
    query?: PageQuery & PlaceQuery & SpanQuery & { readonly actor?: string },
    options?: CallOptions,
  ): Promise<Page<AuditEvent>>;
}

export interface AccessPart {
  /** May the caller do this? One answer for each question, in their order. */
  evaluate(request: AccessEvaluationRequest, options?: CallOptions): Promise<AccessEvaluationResponse>;
}

/**
 * What a platform may offer beyond the port that all have. A part that an adapter cannot speak is absent; of those it
 * can, the connected platform's capabilities say which it offers.
 */
export interface PlatformParts {
  readonly access?: AccessPart;
  readonly actions?: ActionPart;
  readonly approvals?: ApprovalPart;
  readonly audit?: AuditPart;
  readonly catalog?: CatalogPart;
  readonly deployments?: DeploymentPart;
  readonly drift?: DriftPart;
  readonly environments?: EnvironmentPart;
  readonly facets?: FacetPart;
  readonly feedback?: FeedbackPart;
  readonly incidents?: IncidentPart;
  readonly measures?: MeasurePart;
  readonly operations?: OperationPart;
  readonly pages?: PagePart;
  readonly pipelines?: PipelinePart;
  readonly places?: PlacePart;
  readonly resources?: ResourcePart;
  readonly secrets?: SecretPart;
  readonly templates?: TemplatePart;
}
