/** The shortest ring of a graph that goes from `from` straight to `to` and back; `undefined` when there is none. */
export function ringThrough(
  edges: ReadonlyMap<string, readonly string[]>,
  from: string,
  to: string,
): readonly string[] | undefined {
  if (from === to) return [from];
  const cameFrom = new Map<string, string>([[to, from]]);
  const open = [to];
  for (const here of open) {
    for (const next of edges.get(here) ?? []) {
      if (next === from) return [from, ...wayTo(here, from, cameFrom)];
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, here);
      open.push(next);
    }
  }
  return undefined;
}

function wayTo(end: string, from: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const way: string[] = [];
  for (let at: string | undefined = end; at !== undefined && at !== from; at = cameFrom.get(at)) way.push(at);
  return way.reverse();
}
