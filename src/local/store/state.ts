import type { Actor } from '../../model/actor.js';
import type { Environment } from '../../model/catalog.js';
import type { components } from '../../contract/generated/wire.js';
import type { Deployment, DeploymentRequest, Operation, OperationEvent } from '../../model/delivery.js';
import type { Commit } from '../../model/deployment.js';
import type { Caller } from '../identity/caller.js';
import type { JsonObject } from '../manifest/json.js';
import type { PolicyFolder } from '../policy/readPolicies.js';

/** A service the platform knows, by its latest release's manifest. */
export interface ServiceRecord {
  readonly name: string;
  readonly manifest: JsonObject;
  /** Absolute folder of the working tree the last release came from. */
  readonly folder?: string;
  readonly repository?: { readonly url: string; readonly path: string };
  readonly updatedAt: string;
}

export interface ReleaseRecord {
  readonly id: string;
  readonly service: string;
  readonly version: string;
  readonly createdAt: string;
  readonly manifest: JsonObject;
  readonly configDigest: string;
  /** sha256 over paths, modes and contents of the captured files. */
  readonly contentDigest: string;
  readonly commit?: Commit;
  /** Git tree id of the service's folder, when it was captured from a commit. */
  readonly tree?: string;
  readonly folder?: string;
  readonly createdBy: Actor;
}

export interface DeploymentRecord extends Omit<Deployment, 'release' | 'rollback'> {
  readonly releaseId: string;
  readonly createdAt: string;
  /** Resolved configuration as YAML, secrets masked. */
  readonly config: string;
}

export interface OperationRecord {
  readonly operation: Operation;
  readonly events: readonly OperationEvent[];
}

export interface IdempotencyRecord {
  readonly key: string;
  /** sha256 of the request it was first used for. */
  readonly digest: string;
  readonly at: number;
  /** Id of what the request made: an operation or a release. */
  readonly result: string;
}

/** A server that was provisioned; its password is in a file of its own. */
export interface ResourceRecord {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly environment: string;
  /** Services that use it. */
  readonly services: readonly string[];
  readonly port: number;
  readonly deletionPolicy: 'Retain' | 'Delete';
  readonly createdAt: string;
}

/** An accepted deployment that waits for approvals, or for a block to be lifted. */
export interface WaitingRecord {
  readonly operation: string;
  readonly deployment: string;
  readonly service: string;
  readonly request: DeploymentRequest;
  readonly caller: Caller;
  /** Of the plan that is asked for; approvals are of this plan. */
  readonly fingerprint: string;
}

export type IncidentRecord = components['schemas']['Incident'];

/** A build or test of a commit, and what it wrote. */
export interface PipelineRecord {
  readonly run: components['schemas']['PipelineRun'];
  readonly events: readonly OperationEvent[];
}

/** An environment that lives for a while, with the settings of another one. */
export interface PreviewRecord {
  readonly environment: Environment;
  readonly basedOn: string;
}

/** Everything the local platform remembers. */
export interface LocalState {
  readonly schemaVersion: 3;
  readonly services: readonly ServiceRecord[];
  readonly releases: readonly ReleaseRecord[];
  /** Oldest first. */
  readonly deployments: readonly DeploymentRecord[];
  /** Oldest first. */
  readonly operations: readonly OperationRecord[];
  /** Declared by manifests; the defaults are not stored. */
  readonly environments: readonly Environment[];
  readonly idempotency: readonly IdempotencyRecord[];
  readonly resources: readonly ResourceRecord[];
  /** By folder, as read last. */
  readonly policies: readonly PolicyFolder[];
  readonly waiting: readonly WaitingRecord[];
  /** Oldest first. */
  readonly incidents: readonly IncidentRecord[];
  /** Oldest first. */
  readonly pipelineRuns: readonly PipelineRecord[];
  readonly previews: readonly PreviewRecord[];
  /** Port of the API, kept over restarts so that the URL stays. */
  readonly port?: number;
  /** Port of the gateway, kept in the same way. */
  readonly gatewayPort?: number;
}

export const emptyState: LocalState = {
  schemaVersion: 3,
  services: [],
  releases: [],
  deployments: [],
  operations: [],
  environments: [],
  idempotency: [],
  resources: [],
  policies: [],
  waiting: [],
  incidents: [],
  pipelineRuns: [],
  previews: [],
};
