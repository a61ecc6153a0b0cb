import { sections, type Node, type NodeStore, type Section } from '../nodes.js';
import type { Activity } from './activity.js';

/**
 * The rows of the Activity view to draw again when one state of affairs followed another; `undefined` for the whole
 * view. A list is drawn again when what is in it or its order changed, else only the rows that did.
 */
export function changedActivityRows(
  nodes: NodeStore,
  before: Activity,
  after: Activity,
): readonly Node[] | undefined {
  const isShown = (activity: Activity) => (section: Section) => activity[section].length > 0;
  const shown = sections.filter(isShown(after));
  if (sections.filter(isShown(before)).join() !== shown.join()) return undefined;
  return shown.flatMap((section) => {
    const [old, now] = [before[section], after[section]];
    const isSameList = old.length === now.length && old.every(({ id }, at) => id === now[at]?.id);
    if (!isSameList) return [nodes.section(section)];
    const changed = now.filter((item, at) => item !== old[at]);
    return changed.map(({ id }) => (section === 'incidents' ? nodes.incident(id) : nodes.operation(id)));
  });
}
