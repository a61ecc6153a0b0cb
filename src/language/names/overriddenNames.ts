import { asMap } from '../documents/yamlDocument.js';
import type { Cursor } from '../completion/cursor.js';
import type { WorkloadAround } from './completePlaceholders.js';
import { valueAt } from './inputPlaces.js';
import type { KnownName } from './knownNames.js';

/** The maps of named things that an environment of a Service can have other values for. */
const named = /^(?:containers(?:\/[^/]+\/(?:variables|files|volumes))?|service\/ports|resources)$/;

/** What the Service itself names, where an environment says how it is there. */
export async function overriddenNames(
  cursor: Cursor,
  around: {
    readonly workload: () => Promise<WorkloadAround | undefined>;
    readonly document: () => unknown;
  },
): Promise<readonly KnownName[]> {
  const [spec, environments, , part, ...inner] = cursor.path;
  if (cursor.wants !== 'key' || spec !== 'spec' || environments !== 'environments') return [];
  const isOverride = part === 'overrides' && named.test(inner.join('/'));
  if (!isOverride && (part !== 'secrets' || inner.length > 0)) return [];
  const base = isOverride
    ? valueAt((await around.workload())?.body, inner)
    : valueAt(around.document(), ['spec', 'secrets']);
  return Object.keys(asMap(base) ?? {})
    .filter((name) => !cursor.siblings.has(name))
    .map((name) => ({ name, origin: { from: 'workspace' } }));
}
