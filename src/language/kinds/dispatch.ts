import { asMap } from '../documents/yamlDocument.js';
import type { Kind } from './kind.js';
import { platformApiVersion, platformKinds, scoreApiVersion, scoreWorkload } from './kinds.js';
import { nearest } from '../rules/nearest.js';

/** What a document is, decided by its `apiVersion` and `kind` alone. */
export type Recognition =
  | { readonly is: 'known'; readonly kind: Kind }
  | { readonly is: 'unknown-kind'; readonly name: string; readonly suggestion: string | undefined }
  | { readonly is: 'unknown-version'; readonly apiVersion: string }
  | { readonly is: 'missing'; readonly key: 'apiVersion' | 'kind' }
  | { readonly is: 'not-a-map' }
  | { readonly is: 'empty' }
  /** Another tool's document: nothing to say. */
  | { readonly is: 'foreign' };

/** `isOurs`: the file is ours by name or language, so a document without a readable `apiVersion` is too. */
export function recognise(value: unknown, isOurs: boolean): Recognition {
  if (value === null || value === undefined) return { is: 'empty' };
  const map = asMap(value);
  if (!map) return isOurs ? { is: 'not-a-map' } : { is: 'foreign' };
  const { apiVersion, kind: kindName } = map;
  if (apiVersion === scoreApiVersion) return { is: 'known', kind: scoreWorkload };
  const kind = typeof kindName === 'string' ? kindNamed(kindName) : undefined;
  if (apiVersion === platformApiVersion) return recognisePlatformKind(map, kind);
  if (typeof apiVersion === 'string' && apiVersion !== '') {
    const isMeant =
      apiVersion.startsWith('goldenpath.dev/') ||
      (isOurs && nearest(apiVersion, [platformApiVersion]) !== undefined);
    return isMeant ? { is: 'unknown-version', apiVersion } : { is: 'foreign' };
  }
  if (!isOurs) return { is: 'foreign' };
  return kind ? { is: 'known', kind } : { is: 'missing', key: 'apiVersion' };
}

function recognisePlatformKind(map: Readonly<Record<string, unknown>>, kind: Kind | undefined): Recognition {
  if (kind) return { is: 'known', kind };
  const name = map['kind'];
  if (typeof name !== 'string' || name === '') return { is: 'missing', key: 'kind' };
  return {
    is: 'unknown-kind',
    name,
    suggestion: nearest(
      name,
      platformKinds.map((known) => known.name),
    ),
  };
}

export function kindNamed(name: string): Kind | undefined {
  return platformKinds.find((kind) => kind.name === name);
}
