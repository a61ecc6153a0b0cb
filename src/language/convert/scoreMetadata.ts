import { kindNamed } from '../kinds/dispatch.js';
import { platformApiVersion } from '../kinds/kinds.js';

/** Holds, as JSON, what the metadata of a Score file has and that of a Service cannot. */
export const scoreMetadataAnnotation = 'goldenpath.dev/score-metadata';

type Plain = Readonly<Record<string, unknown>>;

/** The keys of a Score file's open metadata that a Service's metadata has no place for. */
export function strangeKeys(metadata: Plain): string[] {
  return Object.keys(metadata).filter((key) => key !== 'name' && !isServiceMetadata(key, metadata[key]));
}

function isServiceMetadata(key: string, value: unknown): boolean {
  const probe = {
    apiVersion: platformApiVersion,
    kind: 'Service',
    metadata: { name: 'probe', [key]: value },
    spec: { type: 'worker', workload: { containers: { main: { image: '.' } } } },
  };
  return kindNamed('Service')?.validate(probe).faults.length === 0;
}

/** What the annotation holds; nothing when it is not ours. */
export function strangeMetadata(annotation: unknown): Plain {
  if (typeof annotation !== 'string') return {};
  try {
    const value: unknown = JSON.parse(annotation);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Plain) : {};
  } catch {
    return {};
  }
}
