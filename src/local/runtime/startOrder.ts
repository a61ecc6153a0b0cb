import { t } from '../../base/l10n.js';
import type { Block } from '../../model/problem.js';
import { entries, member, text } from '../manifest/json.js';

export type Milestone = 'started' | 'healthy' | 'complete';

/** Another container of the workload, and the state it must have reached. */
export interface Prerequisite {
  readonly container: string;
  readonly state: Milestone;
}

const milestones: readonly Milestone[] = ['started', 'healthy', 'complete'];

/** Who waits for whom, by the Score `before` of each container; what can never start becomes a block. */
export function readStartOrder(
  containers: readonly (readonly [string, unknown])[],
  blocks: Block[],
): ReadonlyMap<string, readonly Prerequisite[]> {
  const order = new Map<string, Prerequisite[]>(containers.map(([name]) => [name, []]));
  for (const [name, container] of containers) {
    for (const [later, condition] of entries(member(container, 'before'))) {
      const ready = text(member(condition, 'ready')) ?? 'started';
      const state = milestones.find((milestone) => milestone === ready);
      const waits = order.get(later);
      if (waits && state) waits.push({ container: name, state });
      else {
        const message = t('"{0}" is before "{1}" ({2}), which is not known.', name, later, ready);
        blocks.push({ reason: 'InputRequired', name, message });
      }
    }
  }
  const circle = findCircle(order);
  if (circle) {
    const message = t('These containers wait for each other and never start: {0}.', circle.join(', '));
    blocks.push({ reason: 'InputRequired', name: circle[0] ?? '', message });
  }
  return order;
}

/** Containers that others want to be complete: they end by themselves. */
export function tasksIn(order: ReadonlyMap<string, readonly Prerequisite[]>): ReadonlySet<string> {
  const wanted = [...order.values()].flat().filter(({ state }) => state === 'complete');
  return new Set(wanted.map(({ container }) => container));
}

function findCircle(order: ReadonlyMap<string, readonly Prerequisite[]>): readonly string[] | undefined {
  const free = new Set<string>();
  for (;;) {
    const next = [...order].filter(
      ([name, waits]) => !free.has(name) && waits.every(({ container }) => free.has(container)),
    );
    if (next.length === 0) break;
    for (const [name] of next) free.add(name);
  }
  const left = [...order.keys()].filter((name) => !free.has(name));
  return left.length > 0 ? left : undefined;
}
