import type { Disposable } from '../base/lifecycle.js';
import type { Environment, Link, Owner, Service } from './catalog.js';
import type { ConfigSources, Overlay } from './engine.js';
import type {
  Deployment,
  DeploymentRequest,
  Operation,
  OperationEvent,
  Plan,
  Release,
  ReleaseRequest,
} from './delivery.js';
import type { LiveNames } from './liveNames.js';
import type { CallOptions, Page, PageQuery, WriteOptions } from './call.js';
import type { Me } from './me.js';
import type { OnCall, ResourceType, ScorecardDefinition, Template } from './offer.js';
import type { Open } from './open.js';
import type { PartHealth } from './partHealth.js';
import type { PlatformParts } from './parts.js';
import type { PortalParts } from './portal.js';
import type { FieldError } from './problem.js';

export type { CallOptions, Page, PageQuery, WriteOptions };

export interface Capability {
  readonly level: Open<'Read' | 'Write' | 'Stream'>;
  readonly kinds?: readonly string[];
  readonly dryRun?: boolean;
  readonly idempotency?: boolean;
  readonly maxAgeSeconds?: number;
  /** A portal page, where the platform offers it only there. */
  readonly url?: string;
}

/** How a person signs in, as the platform announces it. */
export interface SignInInfo {
  readonly type: Open<'none' | 'token' | 'oidc'>;
  /** Authorization server (OpenID Connect Discovery 1.0, RFC 8414). */
  readonly issuer?: string;
  /** The public client that the platform team registered for this tool. */
  readonly clientId?: string;
  readonly scopes?: readonly string[];
  /** Absent: whatever the authorization server offers. */
  readonly flows?: readonly Open<'authorization_code' | 'device_code'>[];
  /** Which of the tokens the platform takes; the access token unless said. */
  readonly bearer?: Open<'access_token' | 'id_token'>;
  /** The one address of this machine that the browser may come back to, where any port is not taken. */
  readonly redirect?: string;
  /** Where a person makes a token to paste. */
  readonly tokenHelpUrl?: string;
}

/** What a platform says of itself, without a token. An absent capability is not offered. */
export interface PlatformInfo {
  readonly name: string;
  readonly title?: string;
  readonly contractVersion: string;
  readonly serverVersion?: string;
  readonly capabilities: Readonly<Record<string, Capability>>;
  readonly auth?: SignInInfo;
  readonly links?: readonly Link[];
  readonly notice?: { readonly severity: Open<'Info' | 'Warning' | 'Critical'>; readonly text: string };
  /** Of a platform that is made of several. */
  readonly parts?: readonly PartHealth[];
}

export interface ServiceQuery extends PageQuery {
  readonly owner?: string;
  readonly system?: string;
  readonly type?: string;
  readonly tier?: string;
  readonly lifecycle?: string;
  /** URL of a git remote, in any spelling. */
  readonly repository?: string;
  /** In the grammar of Kubernetes: `a=b,c in (d,e),!f`. */
  readonly labelSelector?: string;
  readonly environment?: string;
  readonly health?: string;
  readonly names?: readonly string[];
  readonly q?: string;
  readonly view?: 'Basic' | 'Summary' | 'Full';
}

export interface SchemaInfo {
  readonly id: string;
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly fileMatch?: readonly string[];
  readonly url?: string;
}

export interface LogLine {
  readonly id: string;
  readonly time: string;
  readonly message: string;
  readonly level?: Open<'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal'>;
  readonly stream?: Open<'stdout' | 'stderr'>;
  readonly instance?: string;
  readonly container?: string;
}

export interface LogQuery {
  readonly follow?: boolean;
  /** RFC 3339. */
  readonly since?: string;
  /** Last lines first asked for; default 200, at most 5,000. */
  readonly tail?: number;
  /** Substring. */
  readonly q?: string;
  readonly instance?: string;
  readonly after?: string;
}

/** Something changed; re-read it. Never carries the state itself (CloudEvents 1.0). */
export interface WatchEvent {
  readonly id: string;
  readonly type: Open<
    | 'platform.service.changed'
    | 'platform.operation.changed'
    | 'platform.environment.changed'
    | 'platform.incident.changed'
    | 'platform.catalog.reset'
  >;
  /** What changed: a service's, operation's or environment's name or id. */
  readonly subject?: string;
  readonly time?: string;
  /** One more than that of the event before on the same stream; absent where the platform does not count. */
  readonly sequence?: number;
}

/**
 * The port to whatever platform we speak to. Every call rejects with `PlatformError`, or with an `AbortError`
 * when `signal` aborts. Streams end without an error when the server closes them after its last event.
 */
export interface Platform extends PlatformParts, PortalParts, Disposable {
  /** API root including the version, without a trailing slash, e.g. `http://127.0.0.1:7117/v1`. */
  readonly url: string;
  getInfo(options?: CallOptions): Promise<PlatformInfo>;
  /** Offered with the capability `permissions`. */
  getMe(options?: CallOptions): Promise<Me>;
  listServices(query?: ServiceQuery, options?: CallOptions): Promise<Page<Service>>;
  getService(service: string, options?: CallOptions): Promise<Service>;
  listEnvironments(query?: PageQuery, options?: CallOptions): Promise<Page<Environment>>;
  listOwners(query?: PageQuery, options?: CallOptions): Promise<Page<Owner>>;
  /** Offered with the capability `incidents`. */
  getOnCall(service: string, options?: CallOptions): Promise<OnCall>;
  /** Offered with the capability `templates`. */
  listTemplates(query?: PageQuery, options?: CallOptions): Promise<Page<Template>>;
  /** Offered with the capability `resources`. */
  listResourceTypes(query?: PageQuery, options?: CallOptions): Promise<Page<ResourceType>>;
  listScorecards(query?: PageQuery, options?: CallOptions): Promise<Page<ScorecardDefinition>>;
  listSchemas(query?: PageQuery, options?: CallOptions): Promise<Page<SchemaInfo>>;
  getSchema(id: string, options?: CallOptions): Promise<Readonly<Record<string, unknown>>>;
  /**
   * Checks that only the platform can make; findings point into the manifest. `value` is what the document says, for
   * platforms that do not read YAML.
   */
  validateManifest(
    yaml: string,
    options?: CallOptions & { readonly value?: unknown },
  ): Promise<readonly FieldError[]>;
  /** Of a catalogue too long to be read whole: how many services a picture shows at once, and a page has. */
  readonly servicesAtOnce?: number;
  /** Of an engine that a catalogue is laid over. */
  readonly overlay?: Overlay;
  /** Of a platform that is made of several: how each part is now. */
  parts?(): readonly PartHealth[];
  /** Of an engine that follows Git. */
  readonly sources?: ConfigSources;
  /** Live names, of a platform that has a better way to them than its lists. */
  readonly names?: LiveNames;
  listReleases(service: string, query?: PageQuery, options?: CallOptions): Promise<Page<Release>>;
  /** Makes a release of a source, and the service if it is new. */
  createRelease(service: string, request: ReleaseRequest, options: WriteOptions): Promise<Release>;
  listDeployments(
    service: string,
    query?: PageQuery & { readonly environment?: string; readonly state?: string },
    options?: CallOptions,
  ): Promise<Page<Deployment>>;
  /** The dry run: every check of the real call, no effect. */
  planDeployment(service: string, request: DeploymentRequest, options?: CallOptions): Promise<Plan>;
  createDeployment(service: string, request: DeploymentRequest, options: WriteOptions): Promise<Operation>;
  getOperation(operation: string, options?: CallOptions): Promise<Operation>;
  cancelOperation(operation: string, options?: CallOptions): Promise<Operation>;
  /** Past events after `after`, then live ones until the operation is done. */
  operationEvents(
    operation: string,
    options?: CallOptions & { readonly after?: string },
  ): AsyncIterable<OperationEvent>;
  /**
   * Past lines, then with `follow` live ones until aborted. Calls `opened`, where it can tell, each time that followed
   * lines arrive from then on.
   */
  logs(
    service: string,
    environment: string,
    query?: LogQuery,
    options?: CallOptions & { readonly opened?: () => void },
  ): AsyncIterable<LogLine>;
  /**
   * Live changes until aborted or the connection breaks (then it rejects; the caller reconnects). Calls `opened`
   * when changes arrive from then on, so that what is read afterwards cannot miss one.
   */
  watch(
    options?: CallOptions & { readonly after?: string; readonly opened?: () => void },
  ): AsyncIterable<WatchEvent>;
}
