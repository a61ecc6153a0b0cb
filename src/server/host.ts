import type { CatalogPort, EntityPort, FilePort, ManifestCheckPort, SchemaPort } from '../language/ports.js';
import type { WalkEntry } from './yamlWalk.js';

/** What the server needs from where it runs. Everything is named by URI. */
export interface ServerHost {
  /** Whether the host can read a file itself; other files are the client's to read, if it can. */
  reads(uri: string): boolean;
  readonly files: FilePort;
  /** What is in a folder. Rejects when that cannot be told. */
  readFolder(uri: string): Promise<readonly WalkEntry<string>[]>;
  /** Live names, where the host itself is bound to a platform. */
  readonly catalog?: CatalogPort;
  readonly manifestCheck?: ManifestCheckPort;
  readonly schemas?: SchemaPort;
  readonly entities?: EntityPort;
  /** URI of the documentation folder, for clients that name none. */
  readonly docsBase?: string;
}

/** A server without a disk, as in a browser. */
export const noDisk: ServerHost = {
  reads: () => false,
  files: { readText: () => Promise.reject(new Error('There is no disk here.')) },
  readFolder: () => Promise.reject(new Error('There is no disk here.')),
};

/** What a client may say when it starts the server. */
export interface InitializationOptions {
  /** URI of the documentation folder that rule links lead into. */
  readonly docsBase?: string;
  /** English text to translated text. */
  readonly translations?: Readonly<Record<string, string>>;
  /** The client answers `goldenPath/readFile` and `goldenPath/readFolder`. */
  readonly clientFiles?: boolean;
  /** The other YAML server in the editor (src/language/protocol.ts, `Neighbour`). */
  readonly neighbour?: unknown;
  /** Settings, from a client that cannot be asked for them (src/language/settings.ts). */
  readonly settings?: unknown;
  /** Whether the client answers `ClientRequests` (src/language/protocol.ts). */
  readonly catalog?: boolean;
  /** Whether the client answers `goldenPath/entity`. */
  readonly entities?: boolean;
  /** `push`: diagnostics are sent, even to a client that could fetch them. */
  readonly diagnostics?: 'push';
}

export function readOptions(value: unknown): InitializationOptions {
  if (typeof value !== 'object' || value === null) return {};
  const { docsBase, translations, clientFiles, neighbour, settings, catalog, entities, diagnostics } =
    value as Record<string, unknown>;
  return {
    ...(typeof docsBase === 'string' && docsBase !== '' && { docsBase }),
    ...(isTranslations(translations) && { translations }),
    ...(clientFiles === true && { clientFiles }),
    ...(neighbour !== undefined && { neighbour }),
    ...(settings !== undefined && { settings }),
    ...(catalog === true && { catalog }),
    ...(entities === true && { entities }),
    ...(diagnostics === 'push' && { diagnostics }),
  };
}

function isTranslations(value: unknown): value is Readonly<Record<string, string>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((text) => typeof text === 'string')
  );
}
