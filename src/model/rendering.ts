import type { PlatformInfo } from './platform.js';

/** A Service that is to become objects of a cluster. */
export interface RenderRequest {
  /** Without errors, its Score body inlined. */
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly environment: string;
  /** Absolute path of the manifest's folder: files that it names are read there, and the Environment of its workspace. */
  readonly folder?: string;
  /** Where that Environment names none. */
  readonly namespace?: string;
}

/** What a Service comes to in Kubernetes, in the order to apply it. */
export interface Rendering {
  readonly objects: readonly Readonly<Record<string, unknown>>[];
  /** What of the Service is not in the objects, or is in them in another way. */
  readonly notes: readonly {
    readonly path: readonly (string | number)[];
    readonly reason: string;
    readonly severity: string;
  }[];
}

/** Whatever knows the language of manifests; an engine is given one, and never reads a manifest itself. */
export type RenderService = (request: RenderRequest) => Promise<Rendering>;

/** Whether a platform makes a release of a manifest alone: nothing is built, so that no source is read but what the manifest names. */
export function takesManifest({ capabilities: { releases } }: PlatformInfo): boolean {
  return releases?.level === 'Write' && releases.kinds?.includes('Manifest') === true;
}

/** Whether a release is a manifest that was handed over, be it known or forgotten. */
export function isManifestRelease(id: string | undefined): boolean {
  return /^manifest-[0-9a-f]{16}$/.test(id ?? '');
}

/** On a template of pods: tells the files that they begin with apart, so that other files make other pods. */
export const filesAnnotation = 'goldenpath.dev/files';
