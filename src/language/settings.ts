import { severityNames, type Severity } from './rules/finding.js';

/** What kinds of documents a schema file describes: by the file's path, or by `apiVersion` and `kind`. */
export interface SchemaMapping {
  /** A path, relative to the settings' file or folder, or a URI. */
  readonly schema: string;
  /** Globs over the path of a file, relative to the workspace folder. */
  readonly files?: readonly string[];
  readonly apiVersion?: string;
  readonly kind?: string;
}

/** What a user or a team chooses. Every field has a standard value; nothing is required. */
export interface LanguageSettings {
  /** How grave a finding of a rule is; `off` leaves it out. Rules that are not named keep their own. */
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
  readonly schemas: readonly SchemaMapping[];
  /** Folders that are searched for CRDs, XRDs and JSON Schemas besides the workspace's own; paths or URIs. */
  readonly schemaFolders: readonly string[];
  readonly inlayHints: {
    /** The effective replicas beside each environment of a Service. */
    readonly replicas: boolean;
    /** The standard value of keys that a map leaves out. */
    readonly defaults: boolean;
  };
}

export const standardSettings: LanguageSettings = {
  rules: {},
  schemas: [],
  schemaFolders: [],
  inlayHints: { replicas: false, defaults: false },
};

/** Reads settings from plain data, as a client or a file gives them. What is not understood is left at its standard. */
export function readSettings(value: unknown): LanguageSettings {
  const given = record(value);
  const hints = record(given['inlayHints']);
  return {
    rules: Object.fromEntries(
      Object.entries(record(given['rules'])).filter((entry): entry is [string, Severity | 'off'] =>
        isSeverity(entry[1]),
      ),
    ),
    schemas: list(given['schemas']).flatMap(readMapping),
    schemaFolders: texts(given['schemaFolders']),
    inlayHints: {
      replicas: hints['replicas'] === true,
      defaults: hints['defaults'] === true,
    },
  };
}

function readMapping(value: unknown): SchemaMapping[] {
  const { schema, files, apiVersion, kind } = record(value);
  if (typeof schema !== 'string' || schema === '') return [];
  const globs = typeof files === 'string' ? [files] : texts(files);
  return [
    {
      schema,
      ...(globs.length > 0 && { files: globs }),
      ...(typeof apiVersion === 'string' && { apiVersion }),
      ...(typeof kind === 'string' && { kind }),
    },
  ];
}

function isSeverity(value: unknown): value is Severity | 'off' {
  return value === 'off' || severityNames.some((name) => name === value);
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function texts(value: unknown): string[] {
  return list(value).filter((item) => typeof item === 'string');
}
