import type { Path } from '../documents/lookup.js';
import { containedUri, plainUri } from '../documents/uris.js';
import { asMap } from '../documents/yamlDocument.js';

type Plain = Readonly<Record<string, unknown>>;

/** The workload that a document describes, or adds to. */
export interface WorkloadScope {
  /** Where its names are known. */
  readonly scope: string;
  /** Paths of the Score bodies in the document: of the workload itself, then of its overrides. */
  readonly paths: readonly Path[];
  /** The workload itself, if it is written here. */
  readonly body: Plain;
}

/** A workload's names belong to the document that its Score body stands in: the Score file, if the Service names one. */
export function workloadAt(
  value: Plain,
  apiVersion: string,
  kind: string,
  { uri, ordinal }: { readonly uri: string; readonly ordinal: number },
): WorkloadScope | undefined {
  if (apiVersion.startsWith('score.dev/')) {
    return { scope: `${plainUri(uri)}#score${ordinal}`, paths: [[]], body: value };
  }
  if (kind !== 'Service' || !apiVersion.startsWith('goldenpath.dev/')) return undefined;
  const spec = asMap(value['spec']);
  const body = asMap(spec?.['workload']) ?? {};
  const file = body['scoreFile'];
  const scoreUri = typeof file !== 'string' ? undefined : containedUri(uri, file);
  const overrides = Object.keys(asMap(spec?.['environments']) ?? {}).map((name) => [
    'spec',
    'environments',
    name,
    'overrides',
  ]);
  return {
    scope: scoreUri === undefined ? `${plainUri(uri)}#service${ordinal}` : `${plainUri(scoreUri)}#score0`,
    paths: [['spec', 'workload'], ...overrides],
    body,
  };
}
