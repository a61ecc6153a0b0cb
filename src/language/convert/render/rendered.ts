import type { Path } from '../../documents/lookup.js';
import type { Severity } from '../../rules/severity.js';

/** An object of Kubernetes: `apiVersion`, `kind`, `metadata`, and what its kind has. */
export interface RenderedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMetadata;
  readonly [key: string]: unknown;
}

export interface ObjectMetadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Something of a Service that is not in what was rendered, or that is there in another way. */
export interface RenderNote {
  /** In the Service as it is in the environment. */
  readonly path: Path;
  /** One sentence for a person. */
  readonly reason: string;
  readonly severity: Severity;
}

export interface RenderOptions {
  /** Its overrides are merged over the Service; without one, the Service is rendered as it is for all. */
  readonly environment?: string;
  readonly namespace?: string;
  /** What takes the place of the image `.`, the one that is built. */
  readonly image?: string;
  /** `NAME` or `NAMESPACE/NAME`: routes become HTTPRoutes at this Gateway; without one they become Ingresses. */
  readonly gateway?: string;
  /** The texts of the files that `source` names, by that name. */
  readonly files?: Readonly<Record<string, string>>;
}

/** A map under a key, or nothing where it would be empty. */
export function filled(key: string, value: object): object {
  return Object.keys(value).length > 0 ? { [key]: value } : {};
}

/** A file to write, by its path below a folder that a person chooses. */
export interface RenderedFile {
  readonly path: string;
  readonly text: string;
}

export interface RenderedFiles {
  readonly files: readonly RenderedFile[];
  readonly notes: readonly RenderNote[];
}
