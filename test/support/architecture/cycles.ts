import { targetOf, type Import } from './imports.js';

export type Graph = ReadonlyMap<string, readonly string[]>;

/** Who names whom: imports of values and of types. One that runs later (`import()`) leaves both ends free to change. */
export function importGraph(imports: readonly Import[]): Graph {
  const graph = new Map<string, string[]>();
  for (const found of imports) {
    const target = targetOf(found);
    if (target === undefined || found.dynamic) continue;
    graph.set(found.file, [...(graph.get(found.file) ?? []), target]);
  }
  return graph;
}

/** One cycle of every knot of the graph, as `a → b → a`. */
export function findCycles(graph: Graph): string[] {
  return knotsOf(graph).map((knot) => cycleWithin(graph, knot).join(' → '));
}

/** Tarjan's strongly connected components with more than one node, or with a node that points at itself. */
function knotsOf(graph: Graph): ReadonlySet<string>[] {
  const order = new Map<string, number>();
  const stack: string[] = [];
  const knots: ReadonlySet<string>[] = [];
  const visit = (node: string): number => {
    const index = order.size;
    order.set(node, index);
    stack.push(node);
    let lowest = index;
    for (const next of graph.get(node) ?? []) {
      if (!order.has(next)) lowest = Math.min(lowest, visit(next));
      else if (stack.includes(next)) lowest = Math.min(lowest, order.get(next) ?? index);
    }
    if (lowest === index) {
      const knot = new Set(stack.splice(stack.indexOf(node)));
      if (knot.size > 1 || graph.get(node)?.includes(node)) knots.push(knot);
    }
    return lowest;
  };
  for (const node of graph.keys()) if (!order.has(node)) visit(node);
  return knots;
}

function cycleWithin(graph: Graph, knot: ReadonlySet<string>): string[] {
  const path: string[] = [];
  let node = [...knot].sort()[0];
  while (node !== undefined && !path.includes(node)) {
    path.push(node);
    node = graph.get(node)?.find((next) => knot.has(next));
  }
  return node === undefined ? path : [...path.slice(path.indexOf(node)), node];
}
