import type { WorkspaceEdit } from 'vscode-languageserver-types';
import type { CatalogAnswer, CatalogQuery } from '../model/liveNames.js';
import type { ServedSchema } from '../model/servedSchema.js';
import type { FieldError } from '../model/problem.js';
import type { ValueCheck } from './forms/checkValue.js';
import type { ConversionTarget, ReportEntry } from './convert/conversion.js';
import type { RenderNote } from './convert/render/rendered.js';
import type { Rendering } from './convert/render/renderService.js';

/** Requests beyond LSP between our clients and the language server. URIs are strings; positions 0-based, UTF-16. */

export interface ProtocolRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

/** A service that the workspace describes: a `Service` document, or a Score workload with no `Service` beside it. */
export interface WorkspaceService {
  readonly name: string;
  /** The manifest that describes it. */
  readonly uri: string;
  /** The folder its code is in: the manifest's. */
  readonly folder: string;
  readonly kind: 'Service' | 'Workload';
  readonly owner?: string;
  /** Of `metadata.name` in the manifest. */
  readonly range: ProtocolRange;
}

/** A place of an open manifest where the state of a service can be shown. */
export interface StatusPlace {
  readonly service: string;
  /** The environment whose key it is; without it, the place is the service's name. */
  readonly environment?: string;
  readonly range: ProtocolRange;
}

export interface ResolvedService {
  readonly name: string;
  readonly folder: string;
  /** The Service manifest as plain data, its Score body inlined; the in-memory one for a bare Score file. */
  readonly manifest: Readonly<Record<string, unknown>>;
  /** Errors in the manifest or its Score file: such a service is not deployed. */
  readonly errors: readonly {
    readonly uri: string;
    readonly message: string;
    readonly range: ProtocolRange;
  }[];
}

/** An entity or template of Backstage's. */
export interface CatalogDocument {
  /** Entity reference in full. */
  readonly ref: string;
  /** The document as plain data. */
  readonly value: Readonly<Record<string, unknown>>;
  /** Of its name. */
  readonly range: ProtocolRange;
  /** Of a template: its steps by their ids. */
  readonly steps: readonly { readonly id: string; readonly range: ProtocolRange }[];
}

export interface FileDiagnostics {
  readonly uri: string;
  readonly errors: number;
  readonly warnings: number;
}

export interface WorkspaceValidation {
  /** Recognised manifests. */
  readonly files: number;
  /** Files that have findings; the findings themselves are published as diagnostics. */
  readonly findings: readonly FileDiagnostics[];
}

/** What a manifest was converted to. Nothing is written: the client applies the edit if the person wants it. */
export interface ConversionResult {
  /** The files that the edit makes, then those that it changes. */
  readonly files: readonly { readonly uri: string; readonly isNew: boolean }[];
  /** `null` when nothing could be converted. */
  readonly edit: WorkspaceEdit | null;
  /** What could not be carried, or was carried in another way. */
  readonly report: readonly ReportEntry[];
}

/** A service as it is rendered for an environment. Nothing is written. */
export interface RenderResult {
  readonly service: string;
  /** Those that the service says something of. */
  readonly environments: readonly string[];
  /** What is wrong with the manifest: then nothing is rendered. */
  readonly errors: ResolvedService['errors'];
  readonly text: string;
  readonly notes: readonly RenderNote[];
}

/** What a service uses by a name of its own; without a value, it is to use it no longer. */
export type ManifestBinding = { readonly in: 'resources' | 'secrets'; readonly name: string } & (
  { readonly value: Readonly<Record<string, unknown>> } | { readonly value?: never }
);

/** client → server */
export interface CustomRequests {
  /** Converts a file; `text` is what it contains where that is not saved. */
  'goldenPath/convert': {
    params: { readonly uri: string; readonly to: ConversionTarget; readonly text?: string };
    result: ConversionResult;
  };
  /** Makes a service of a file use something, or use it no longer; null when that cannot be edited. */
  'goldenPath/bind': {
    params: { readonly uri: string; readonly service: string; readonly binding: ManifestBinding };
    result: WorkspaceEdit | null;
  };
  'goldenPath/workspaceServices': { params: Record<string, never>; result: readonly WorkspaceService[] };
  /** `undefined` result is sent as null: the file describes no service. */
  'goldenPath/resolveService': { params: { readonly uri: string }; result: ResolvedService | null };
  /** The service at a line of a file as objects of Kubernetes, or values of its chart; null where there is none. */
  'goldenPath/render': {
    params: { readonly uri: string; readonly line?: number; readonly environment?: string };
    result: RenderResult | null;
  };
  /** A resolved manifest, of the folder with that URI, as objects of Kubernetes; `namespace` where its workspace names none. */
  'goldenPath/renderObjects': {
    params: {
      readonly manifest: Readonly<Record<string, unknown>>;
      readonly folder: string;
      readonly environment: string;
      readonly namespace?: string;
    };
    result: Rendering;
  };
  /** For a document that the server has open; null or none for all others. */
  'goldenPath/statusPlaces': {
    params: { readonly textDocument: { readonly uri: string } };
    result: readonly StatusPlace[] | null;
  };
  /** Whether a value, such as what a form holds, fits a JSON Schema that comes with it. */
  'goldenPath/validateValue': {
    params: { readonly schema: unknown; readonly value: unknown };
    result: ValueCheck;
  };
  /** The entities and templates of Backstage's that a file describes. */
  'goldenPath/catalogDocuments': {
    params: { readonly uri: string };
    result: readonly CatalogDocument[];
  };
  'goldenPath/validateWorkspace': { params: Record<string, never>; result: WorkspaceValidation };
}

export interface ClientFolderEntry {
  readonly name: string;
  readonly uri: string;
  /** Symbolic links are `other`. */
  readonly kind: 'file' | 'folder' | 'other';
}

/** server → client */
export interface CustomNotifications {
  'goldenPath/servicesChanged': Record<string, never>;
}

/** server → client; only to a client that says that it answers them when it starts the server. */
export interface ClientRequests {
  /** `clientFiles: true`. `null`: there is no such file. Fails when that cannot be told, or when it is larger than `mostBytes`. */
  'goldenPath/readFile': {
    params: { readonly uri: string; readonly mostBytes: number };
    result: { readonly text: string } | null;
  };
  /** `clientFiles: true`. */
  'goldenPath/readFolder': { params: { readonly uri: string }; result: readonly ClientFolderEntry[] };
  /** `catalog: true`. Live names; null when the client cannot tell. */
  'goldenPath/catalog': { params: CatalogQuery; result: CatalogAnswer | null };
  /** `entities: true`. The URI of a document with an entity that the catalogue has; null when there is none. */
  'goldenPath/entity': { params: { readonly ref: string }; result: string | null };
  /** The schemas that the platform publishes; null when nobody can tell. */
  'goldenPath/schema': { params: Record<string, never>; result: readonly ServedSchema[] | null };
  /** The platform's own check of one document; null when it offers none or cannot be asked. */
  'goldenPath/validateManifest': {
    params: { readonly yaml: string; readonly value?: unknown };
    result: readonly FieldError[] | null;
  };
}

/**
 * What another YAML server in the same editor does for documents whose language is `yaml`; ours leaves it off there.
 * A client says it at the start (`initializationOptions.neighbour`) and when it changes.
 */
export interface Neighbour {
  /** Faults of YAML itself: syntax, repeated keys, unknown aliases. */
  readonly syntax?: boolean;
  /** The symbols of a document. */
  readonly outline?: boolean;
  readonly formatting?: boolean;
  /** Documents that name a schema of their own in a `# yaml-language-server:` comment are checked and completed by it. */
  readonly modelines?: boolean;
}

/** client → server */
export interface ClientNotifications {
  'goldenPath/neighbourChanged': Neighbour;
  /** What the platform knows may have changed: another platform, or none. */
  'goldenPath/catalogChanged': Record<string, never>;
}
