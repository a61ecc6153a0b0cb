import { isMap, type PlainMap } from '../schema/values.js';
import { entityApiVersion, entityKind } from './backstage.js';
import type { Kind } from './kind.js';
import {
  platformApiVersion,
  platformKinds,
  scaffolderApiVersion,
  scaffolderTemplate,
  scoreApiVersion,
  scoreWorkload,
} from './kinds.js';
import { mappedKind, shippedKinds, type KindLookup } from './lookup.js';
import { nearest } from '../../base/nearest.js';

/** The versions of the kinds that are shipped. */
export const shippedVersions: readonly string[] = [
  platformApiVersion,
  scoreApiVersion,
  entityApiVersion,
  scaffolderApiVersion,
];

/** What a document is, decided by its `apiVersion` and `kind` alone. */
export type Recognition =
  | { readonly is: 'known'; readonly kind: Kind }
  | { readonly is: 'unknown-kind'; readonly name: string; readonly suggestion: string | undefined }
  | { readonly is: 'unknown-version'; readonly apiVersion: string; readonly meant: string }
  | { readonly is: 'missing'; readonly key: 'apiVersion' | 'kind' }
  | { readonly is: 'not-a-map' }
  | { readonly is: 'empty' }
  /** Another tool's document: nothing to say. */
  | { readonly is: 'foreign' };

/** `isOurs`: the file is ours by name or language, so a document without a readable `apiVersion` is too. */
export function recognise(
  value: unknown,
  isOurs: boolean,
  { lookup, assigned, mapped } = shippedKinds,
): Recognition {
  if (value === null || value === undefined) return { is: 'empty' };
  if (assigned) return { is: 'known', kind: assigned };
  const map = isMap(value) ? value : undefined;
  if (!map) return isOurs ? { is: 'not-a-map' } : { is: 'foreign' };
  const { apiVersion, kind: kindName } = map;
  const given = mappedKind(mapped, apiVersion, kindName);
  if (given) return { is: 'known', kind: given };
  if (apiVersion === scoreApiVersion) return { is: 'known', kind: scoreWorkload };
  const kind = typeof kindName === 'string' ? kindNamed(kindName) : undefined;
  if (apiVersion === platformApiVersion && kind) return { is: 'known', kind };
  if (typeof apiVersion === 'string' && apiVersion !== '') {
    const other = typeof kindName === 'string' ? otherKind(apiVersion, kindName, map, lookup) : undefined;
    if (other) return { is: 'known', kind: other };
    if (apiVersion === platformApiVersion) return unknownPlatformKind(map);
    const meant = meantVersion(apiVersion, isOurs);
    return meant === undefined ? { is: 'foreign' } : { is: 'unknown-version', apiVersion, meant };
  }
  if (!isOurs) return { is: 'foreign' };
  return kind ? { is: 'known', kind } : { is: 'missing', key: 'apiVersion' };
}

/** The version that was probably meant. Backstage has had others: only what is no version at all is none of them. */
function meantVersion(apiVersion: string, isOurs: boolean): string | undefined {
  const [group = '', version = ''] = apiVersion.split('/');
  for (const own of [platformApiVersion, scoreApiVersion]) {
    if (own.startsWith(`${group}/`)) return own;
  }
  const isOther =
    /^v\d+((?:alpha|beta)\d+)?$/.test(version) && /^(?:scaffolder\.)?backstage\.io$/.test(group);
  return isOurs && !isOther ? nearest(apiVersion, shippedVersions) : undefined;
}

/** Kinds of Backstage, and those that are not shipped. */
function otherKind(apiVersion: string, kind: string, map: PlainMap, lookup: KindLookup): Kind | undefined {
  if (apiVersion === scaffolderApiVersion && kind === 'Template') return scaffolderTemplate;
  return lookup.find(apiVersion, kind) ?? entityKind(apiVersion, kind, map);
}

function unknownPlatformKind(map: PlainMap): Recognition {
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
