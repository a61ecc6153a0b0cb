import type { CatalogPort, FilePort, ManifestCheckPort } from '../language/ports.js';

/** What the server needs from where it runs. */
export interface ServerHost {
  readonly files: FilePort;
  /** Live names, where the host itself is bound to a platform. */
  readonly catalog?: CatalogPort;
  readonly manifestCheck?: ManifestCheckPort;
  /** The YAML files below a folder on disk, by path. */
  yamlFiles(folder: string, budget: undefined, signal: AbortSignal): AsyncIterable<string>;
}

/** What a client may say when it starts the server. */
export interface InitializationOptions {
  /** URI of the documentation folder that rule links lead into. */
  readonly docsBase?: string;
  /** English text to translated text. */
  readonly translations?: Readonly<Record<string, string>>;
  /** Settings, from a client that cannot be asked for them (src/language/settings.ts). */
  readonly settings?: unknown;
  /** Whether the client answers `ClientRequests` (src/language/protocol.ts). */
  readonly catalog?: boolean;
}

export function readOptions(value: unknown): InitializationOptions {
  if (typeof value !== 'object' || value === null) return {};
  const { docsBase, translations, settings, catalog } = value as Record<string, unknown>;
  return {
    ...(typeof docsBase === 'string' && docsBase !== '' && { docsBase }),
    ...(isTranslations(translations) && { translations }),
    ...(settings !== undefined && { settings }),
    ...(catalog === true && { catalog }),
  };
}

function isTranslations(value: unknown): value is Readonly<Record<string, string>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((text) => typeof text === 'string')
  );
}
