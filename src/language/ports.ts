import type { CatalogPort } from '../model/liveNames.js';
import type { ServedSchema } from '../model/servedSchema.js';
import type { FieldError } from '../model/problem.js';
import type { DocumentFacts } from './facts/documentFacts.js';
import type { LanguageSettings } from './settings.js';

export type {
  CatalogAnswer,
  CatalogEntry,
  CatalogKind,
  CatalogPort,
  CatalogQuery,
} from '../model/liveNames.js';

/** What the service needs from its host. URIs are strings. */
export interface FilePort {
  /** The text of a file; `undefined` when there is none. Rejects when that cannot be told. */
  readText(uri: string): Promise<string | undefined>;
  /** What lies in a folder; absent where the host cannot list. Rejects when there is no such folder. */
  listFolder?(uri: string): Promise<readonly FolderEntry[]>;
}

export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** What the manifests of the whole workspace say. */
export interface WorkspacePort {
  /** Every document of every manifest; `undefined` until all of them have been read. */
  documents(): readonly DocumentFacts[] | undefined;
  /** URIs of the folders of the workspace. */
  readonly roots?: readonly string[];
}

/** Checks that only the platform can make: names exist, quota, policy. */
export interface ManifestCheckPort {
  /**
   * What the platform says of one document, given as text and as the value that the text means; `undefined` when it
   * cannot be asked or offers no check. Never rejects.
   */
  check(yaml: string, value: unknown): Promise<readonly FieldError[] | undefined>;
}

/** Where people read what the connected catalogue says of an entity that no file of the workspace describes. */
export interface EntityPort {
  /** URI of a read-only document; `undefined` when there is no such entity, or nobody can tell. Never rejects. */
  documentOf(ref: string): Promise<string | undefined>;
}

export interface SchemaPort {
  /** The kinds that the platform takes; `undefined` when nobody can tell. Never rejects. */
  served(): Promise<readonly ServedSchema[] | undefined>;
}

export interface LanguagePorts {
  readonly files: FilePort;
  /** The same for checks, which look at every key: what it gives may be a moment old, and then they are made again. */
  readonly recentFiles?: FilePort;
  readonly workspace?: WorkspacePort;
  readonly catalog?: CatalogPort;
  readonly manifestCheck?: ManifestCheckPort;
  readonly schemas?: SchemaPort;
  readonly entities?: EntityPort;
  /** URIs of the folders of the workspace. */
  readonly roots?: () => readonly string[];
  /** The settings in force for a file. */
  readonly settings?: (uri: string) => LanguageSettings;
  /** URI of the documentation folder that rule links lead into; without it there are no links. */
  readonly docsBase?: string;
}
