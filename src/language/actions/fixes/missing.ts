import { t } from '../../../base/l10n.js';
import { asMap } from '../../documents/yamlDocument.js';
import type { Path } from '../../documents/lookup.js';
import { folderOf, fileNameOf } from '../../documents/uris.js';
import { addKeys } from '../../edits/addKeys.js';
import type { Change } from '../../edits/change.js';
import { holderAt, type Holder } from '../../edits/holder.js';
import { renameKey } from '../../edits/replaceValue.js';
import type { Kind } from '../../kinds/kind.js';
import { platformApiVersion, platformKinds, scoreApiVersion } from '../../kinds/kinds.js';
import { nearest } from '../../../base/nearest.js';
import { findingSite, proposal, schemasOf, type Fix, type FindingSite } from './fix.js';
import { requiredOf, sampleOf, withValue } from './sample.js';
import { slug } from './slug.js';

/** Adds the key that is missing with all that it requires; and all that are missing in the document at once. */
export const addMissing: Fix = async (site) => {
  const { missing } = site.data;
  const holder = missing === undefined ? undefined : holderOfMissing(site, missing);
  if (missing === undefined || !holder) return [];
  const misspelt = site.kind ? [] : renameToMissing(site, missing);
  if (misspelt.length > 0) return misspelt;
  const one = addTo(site, holder, [missing]);
  return [
    ...proposal({ title: t('Add “{0}”', missing), isPreferred: true }, one),
    ...(one ? await addAll(site) : []),
  ];
};

/** In a document that is not known yet: the key at its top that was probably meant. */
function renameToMissing({ document }: FindingSite, missing: string): ReturnType<typeof proposal> {
  const key = Object.keys(document.map ?? {}).find((name) => nearest(name, [missing]) !== undefined);
  const holder = key === undefined ? undefined : holderAt(document, [key]);
  const about = { title: t('Change “{0}” to “{1}”', key ?? '', missing), isPreferred: true, isSafe: true };
  return proposal(about, holder && renameKey(document, holder, missing));
}

/** Several keys of the whole document in one go. */
async function addAll(site: FindingSite): Promise<ReturnType<typeof proposal>> {
  const { scene } = site;
  const groups = new Map<string, { holder: Holder; names: string[] }>();
  for (const finding of await scene.findings()) {
    const other = findingSite(scene, finding);
    const { missing } = other?.data ?? {};
    if (!other || missing === undefined || other.offset !== site.offset) continue;
    const holder = holderOfMissing(other, missing);
    if (!holder) continue;
    const group = groups.get(holder.path.join('\n')) ?? { holder, names: [] };
    group.names.push(missing);
    groups.set(holder.path.join('\n'), group);
  }
  const count = [...groups.values()].reduce((sum, { names }) => sum + names.length, 0);
  if (count < 2) return [];
  const changes: Change[] = [];
  for (const { holder, names } of groups.values()) {
    const change = addTo(site, holder, names);
    if (!change) return [];
    changes.push(change);
  }
  return [{ title: t('Add all {0} missing properties', count), changes }];
}

/** The map that a key is missing in: under the key that the finding is on, or around it. */
export function holderOfMissing(site: FindingSite, missing: string): Holder | undefined {
  const { holder, document } = site;
  if (site.kind === undefined) return holderAt(document, []);
  const places = [holder, holder.parent].filter((place) => place !== undefined);
  return places.find(({ path }) => lacks(site, path, missing));
}

function lacks(site: FindingSite, path: Path, missing: string): boolean {
  const value = valueAt(site.document.value, path);
  const map = asMap(value ?? {});
  return (
    map !== undefined && !Object.hasOwn(map, missing) && requiredOf(schemasOf(site, path)).includes(missing)
  );
}

export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, part) => (at as Record<string | number, unknown> | undefined)?.[part],
    value,
  );
}

/** The change that adds keys in the place that the schema has for the first of them. */
export function addTo(site: FindingSite, holder: Holder, names: readonly string[]): Change | undefined {
  const { document, kind } = site;
  const values: Record<string, unknown> = {};
  let whole: unknown = document.value;
  const order = kind
    ? schemasOf(site, holder.path).flatMap(({ properties = {} }) => Object.keys(properties))
    : ['apiVersion', 'kind'];
  for (const name of [...names].sort((a, b) => order.indexOf(a) - order.indexOf(b))) {
    const own = kind
      ? sampleOf({ kind, value: whole, path: [...holder.path, name], name: nameFor(site) })
      : headValue(site, name);
    if (own === undefined) return undefined;
    values[name] = own;
    whole = withValue(whole, [...holder.path, name], own);
  }
  const first = order.indexOf(Object.keys(values)[0] ?? '');
  const after = first < 0 ? undefined : new Set(order.slice(0, first));
  return addKeys(document, holder, { values, ...(after && { after }) });
}

/** `apiVersion` or `kind` of a document that does not tell yet what it is: what its `spec` looks like. */
function headValue({ document }: FindingSite, name: string): unknown {
  if (name === 'apiVersion') return document.map?.['containers'] ? scoreApiVersion : platformApiVersion;
  return name === 'kind' ? likeliestKind(document.map ?? {}).name : undefined;
}

/** The kind whose schema knows most of the keys under `spec`. */
function likeliestKind(map: Readonly<Record<string, unknown>>): Kind {
  const keys = Object.keys(asMap(map['spec']) ?? {});
  const score = ({ schema }: Kind): number => {
    const spec = schema.properties?.['spec'];
    const known = typeof spec === 'object' ? (spec.properties ?? {}) : {};
    return keys.filter((key) => Object.hasOwn(known, key)).length;
  };
  return platformKinds.reduce((best, kind) => (score(kind) > score(best) ? kind : best));
}

/** A name for what the document describes: of its folder. */
export function nameFor({ scene }: FindingSite): string {
  return slug(fileNameOf(folderOf(scene.source.uri))) ?? 'my-service';
}
