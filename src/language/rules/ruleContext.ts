import type { YamlDocument } from '../documents/yamlDocument.js';
import type { DocumentFacts } from '../facts/documentFacts.js';
import type { Kind } from '../kinds/kind.js';
import type { LanguagePorts } from '../ports.js';
import type { Finding } from './finding.js';

/** A rule that one document alone decides. It stays silent when it is not sure. */
export type DocumentRule = (document: YamlDocument, kind: Kind) => readonly Finding[];

/** What lies around the document that a rule looks at. */
export interface Surroundings {
  /** URI of its file. */
  readonly uri: string;
  /** Position among the documents of its file, 0-based. */
  readonly index: number;
  readonly ports: LanguagePorts;
  /** Every document of the workspace; `undefined` while that is not known. */
  readonly workspace: readonly DocumentFacts[] | undefined;
}

/** A rule that needs other files, or what the platform knows. It stays silent when it cannot tell. */
export type SurroundingsRule = (
  document: YamlDocument,
  kind: Kind,
  around: Surroundings,
) => Promise<readonly Finding[]>;
