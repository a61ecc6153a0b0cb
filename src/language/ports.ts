import type { DocumentFacts } from './facts/documentFacts.js';
import type { LanguageSettings } from './settings.js';

/** What the service needs from its host. URIs are strings. */
export interface FilePort {
  /** The text of a file; `undefined` when there is none. Rejects when that cannot be told. */
  readText(uri: string): Promise<string | undefined>;
}

/** What the manifests of the whole workspace say. */
export interface WorkspacePort {
  /** Every document of every manifest; `undefined` until all of them have been read. */
  documents(): readonly DocumentFacts[] | undefined;
}

/** Lists of names that a platform keeps. */
export const catalogKinds = [
  'environment',
  'owner',
  'system',
  'service',
  'entity',
  'resourceType',
  'secretKey',
  'template',
  'pipeline',
  'scorecard',
] as const;

export type CatalogKind = (typeof catalogKinds)[number];

export interface CatalogQuery {
  readonly kind: CatalogKind;
  /** What the names begin with. */
  readonly prefix?: string;
  /** At most so many entries. */
  readonly limit: number;
}

export interface CatalogEntry {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  /** What else the platform tells: of a template its versions, of a resource type its params and outputs … */
  readonly facts?: Readonly<Record<string, unknown>>;
}

export interface CatalogAnswer {
  readonly entries: readonly CatalogEntry[];
  /** Whether these are all that there are: only then is a name that is not among them unknown. */
  readonly isComplete: boolean;
  /** When the platform said so, in ms since 1970. */
  readonly fetchedAt: number;
  /** Whether the platform can be reached now; if not, the answer is what it said then. */
  readonly isLive: boolean;
}

/** Live names. */
export interface CatalogPort {
  /** `undefined` when nobody can tell. Never rejects. */
  query(query: CatalogQuery): Promise<CatalogAnswer | undefined>;
}

export interface LanguagePorts {
  readonly files: FilePort;
  readonly workspace?: WorkspacePort;
  readonly catalog?: CatalogPort;
  /** The settings in force for a file. */
  readonly settings?: (uri: string) => LanguageSettings;
  /** URI of the documentation folder that rule links lead into; without it there are no links. */
  readonly docsBase?: string;
}
