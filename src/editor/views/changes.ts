import type { LiveChange } from '../../model/live.js';
import type { Arranged } from './arranged.js';
import type { Node, NodeStore } from './nodes.js';

/**
 * The rows of the Services view to draw again after a change; `undefined` for the whole tree. A service that came, went
 * or changed its group changes the lists it is in; where all are in one list, that is the tree itself. Rows that were
 * never shown are not drawn.
 */
export function changedServiceRows(
  change: LiveChange,
  nodes: NodeStore,
  before: Arranged,
  after: Arranged,
): readonly Node[] | undefined {
  if (change.all || change.environments.size > 0) return undefined;
  const lists = new Set<string>();
  const rows: Node[] = [];
  for (const service of change.services) {
    const old = before.places.get(service) ?? [];
    const now = after.places.get(service) ?? [];
    // The row of a group counts its services and tells the worst of them.
    const isMoved = !isSame(old, now);
    for (const group of isMoved ? [...old, ...now] : now) if (isMoved || group !== '') lists.add(group);
    if (isMoved) continue;
    for (const group of now) {
      const row = nodes.shownService(service, group === '' ? undefined : group);
      if (row) rows.push(row);
    }
  }
  if ([...lists].some((group) => group === '' || before.groups.has(group) !== after.groups.has(group))) {
    return undefined;
  }
  return [...[...lists].map((group) => nodes.group(group)), ...rows];
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one === other || (one.length === other.length && one.every((group, at) => group === other[at]));
}

/** The same for the Environments view: the environments whose services changed. */
export function changedEnvironmentRows(
  change: LiveChange,
  nodes: NodeStore,
  environments: Iterable<string>,
): readonly Node[] | undefined {
  if (change.all || change.environments.size > 0) return undefined;
  // A change that waits for approval is told of, too.
  if (change.services.size + change.operations.size === 0) return [];
  return [...environments].map((name) => nodes.environment(name));
}
