import type { LiveChange } from '../../model/live.js';
import type { Node, NodeStore } from './nodes.js';

/**
 * The rows of the Services view to draw again after a change; `undefined` for the whole tree.
 * `known` are the services that the tree showed before: a new or vanished one changes the list itself.
 */
export function changedServiceRows(
  change: LiveChange,
  nodes: NodeStore,
  known: ReadonlySet<string>,
  current: ReadonlySet<string>,
): readonly Node[] | undefined {
  if (change.all || change.environments.size > 0) return undefined;
  const rows: Node[] = [];
  for (const service of change.services) {
    if (known.has(service) !== current.has(service)) return undefined;
    rows.push(nodes.service(service));
  }
  return rows;
}

/** The same for the Environments view: the environments whose services changed. */
export function changedEnvironmentRows(
  change: LiveChange,
  nodes: NodeStore,
  environments: Iterable<string>,
): readonly Node[] | undefined {
  if (change.all || change.environments.size > 0) return undefined;
  return change.services.size === 0 ? [] : [...environments].map((name) => nodes.environment(name));
}
