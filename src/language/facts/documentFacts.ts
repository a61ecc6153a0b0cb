import type { ProtocolRange } from '../protocol.js';

/** What a name in a manifest is the name of. The first ones are known in the whole workspace, the last in one document. */
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
  | 'entity'
  | 'workloadResource'
  | 'container'
  | 'port';

/** A name in a manifest that defines something, or refers to it. */
export interface Mention {
  readonly subject: Subject;
  readonly name: string;
  readonly role: 'definition' | 'reference';
  /** Of the name's own characters, in the file. */
  readonly range: ProtocolRange;
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
  /** The document as plain data. */
  readonly value: Readonly<Record<string, unknown>>;
  readonly mentions: readonly Mention[];
}
