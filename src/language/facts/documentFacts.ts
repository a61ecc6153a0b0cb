import type { ProtocolRange } from '../protocol.js';

/** What a name in a manifest is the name of. The last three are known in one workload, all others in the workspace. */
export type Subject =
  | 'service'
  | 'resource'
  | 'environment'
  | 'pipeline'
  | 'resourceType'
  | 'template'
  | 'action'
  | 'scorecard'
  | 'freezeWindow'
  /** A catalogue entity that is none of the above: a group, user, system, domain, API … */
  | 'entity'
  /** What a resource of a type gives to workloads. */
  | 'output'
  | 'workloadResource'
  | 'container'
  | 'port';

/** A name in a manifest that defines something, or refers to it. */
export interface Mention {
  readonly subject: Subject;
  readonly name: string;
  /**
   * Where the name is known. Two mentions mean the same thing when subject, scope and name agree ({@link identityOf}).
   * Empty: in the whole workspace. Of services, resources and templates the namespace, of other entities
   * `kind:namespace`, of outputs the type of the resource, of what is local to a workload that workload, which a Service and its Score file share.
   */
  readonly scope: string;
  readonly role: 'definition' | 'reference';
  /** Of the name's own characters, in the file; what stands for the name where `written` says that it is not there. */
  readonly range: ProtocolRange;
  /** Of the whole reference, where it says a kind or a namespace before the name. */
  readonly whole?: ProtocolRange;
  /** How the place says the name without its characters: by an alias, a port's number, or `${metadata.name}`. */
  readonly written?: 'alias' | 'number' | 'placeholder';
  /** Where the name's characters stand that an alias repeats. */
  readonly origin?: ProtocolRange;
}

/** What one document of a manifest says that matters beyond it. */
export interface DocumentFacts {
  readonly uri: string;
  /** Position among the documents of its file, 0-based. */
  readonly index: number;
  readonly apiVersion: string;
  readonly kind: string;
  /** `metadata.name`; absent when it is not written. */
  readonly name?: string;
  /** Of `metadata.name`. */
  readonly nameRange?: ProtocolRange;
  /** The document as plain data; of a large one that is not of a kind we know, its header and metadata alone. */
  readonly value: Readonly<Record<string, unknown>>;
  readonly mentions: readonly Mention[];
}

/** One string for all mentions of the same thing. Catalogue names do not tell cases apart, as in Backstage. */
export function identityOf({ subject, scope, name }: Pick<Mention, 'subject' | 'scope' | 'name'>): string {
  return `${subject} ${scope} ${isCatalogued(subject) ? name.toLowerCase() : name}`;
}

/** Whether names of this subject stand in the catalogue, which does not tell their cases apart. */
export function isCatalogued(subject: Subject): boolean {
  return subject === 'service' || subject === 'resource' || subject === 'template' || subject === 'entity';
}

/** The catalogue reference in full of what a mention means; `undefined` for what stands in no catalogue. */
export function entityRefOf({ subject, scope, name }: Mention): string | undefined {
  if (!isCatalogued(subject)) return undefined;
  if (subject === 'entity') return `${scope}/${name}`;
  return `${subject === 'service' ? 'component' : subject}:${scope}/${name}`;
}

/** Whether a name of this subject means something in one workload only. */
export function isLocal(subject: Subject): boolean {
  return subject === 'workloadResource' || subject === 'container' || subject === 'port';
}
