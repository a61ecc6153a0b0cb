import { isAlias, isMap, isScalar, isSeq, type Alias, type Node, type YAMLMap } from 'yaml';
import { limits } from './limits.js';

/** Why a document has no plain value. `at` and `end` are the alias or node where it stopped. */
export interface ValueProblem {
  readonly kind: 'unknown-alias' | 'alias-cycle' | 'too-many-nodes' | 'too-deep';
  readonly name: string;
  readonly at: number;
  readonly end: number;
}

export interface PlainResult {
  readonly value: unknown;
  /** Values counted, aliases expanded. */
  readonly nodes: number;
  /** What each alias stands for. */
  readonly targets: ReadonlyMap<Alias, Node>;
  readonly problem?: ValueProblem;
}

class Refusal extends Error {
  readonly problem: ValueProblem;
  constructor(problem: ValueProblem) {
    super(problem.kind);
    this.problem = problem;
  }
}

interface Conversion {
  nodes: number;
  readonly anchors: Map<string, Node>;
  readonly targets: Map<Alias, Node>;
  readonly open: Set<Node>;
  /** The outermost alias being expanded: where a problem inside it is shown. */
  via: Alias | undefined;
}

/**
 * Turns a syntax tree into plain data: anchors, aliases and merge keys resolved, every value a fresh copy, and never
 * more than the limit of nodes, so that a short document cannot expand without end.
 */
export function plainValue(root: Node | null): PlainResult {
  const state: Conversion = {
    nodes: 0,
    anchors: new Map(),
    targets: new Map(),
    open: new Set(),
    via: undefined,
  };
  try {
    const value = root ? convert(root, state, 0) : undefined;
    return { value, nodes: state.nodes, targets: state.targets };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { value: undefined, nodes: state.nodes, targets: state.targets, problem: error.problem };
  }
}

function refuse(kind: ValueProblem['kind'], node: Node, name = ''): never {
  throw new Refusal({ kind, name, at: node.range?.[0] ?? 0, end: node.range?.[1] ?? 0 });
}

function convert(node: Node, state: Conversion, depth: number): unknown {
  if (++state.nodes > limits.nodes) refuse('too-many-nodes', state.via ?? node, state.via?.source);
  if (depth > limits.depth) refuse('too-deep', state.via ?? node);
  if (isAlias(node)) return expand(node, state, depth);
  const anchor = 'anchor' in node ? node.anchor : undefined;
  if (anchor !== undefined && state.via === undefined) state.anchors.set(anchor, node);
  if (isScalar(node)) return node.value;
  if (isSeq(node)) {
    state.open.add(node);
    const items = node.items.map((item) => convert(item as Node, state, depth + 1));
    state.open.delete(node);
    return items;
  }
  return isMap(node) ? convertMap(node, state, depth) : undefined;
}

function expand(alias: Alias, state: Conversion, depth: number): unknown {
  const known = state.targets.get(alias);
  const target = known ?? state.anchors.get(alias.source);
  if (!target) refuse('unknown-alias', alias, alias.source);
  if (state.open.has(target)) refuse('alias-cycle', state.via ?? alias, alias.source);
  state.targets.set(alias, target);
  const isOutermost = state.via === undefined;
  state.via ??= alias;
  const value = convert(target, state, depth + 1);
  if (isOutermost) state.via = undefined;
  return value;
}

function convertMap(node: YAMLMap, state: Conversion, depth: number): Record<string, unknown> {
  state.open.add(node);
  const result: Record<string, unknown> = {};
  const merges: object[] = [];
  for (const { key, value } of node.items) {
    const name = keyOf(key);
    const plain = value === null ? null : convert(value as Node, state, depth + 1);
    if (name === undefined) continue;
    const sources = name === '<<' ? mergeSources(plain) : undefined;
    if (sources) merges.push(...sources);
    else define(result, name, plain);
  }
  for (const merge of merges) {
    for (const [name, value] of Object.entries(merge) as [string, unknown][]) {
      if (!Object.hasOwn(result, name)) define(result, name, value);
    }
  }
  state.open.delete(node);
  return result;
}

/** The name of a map key; `undefined` for one that is itself a collection. */
export function keyOf(key: unknown): string | undefined {
  if (!isScalar(key)) return undefined;
  return typeof key.value === 'symbol' ? '<<' : scalarText(key.value ?? '');
}

/** The maps that a merge key brings in; `undefined` when its value is something else. */
function mergeSources(value: unknown): object[] | undefined {
  const sources: unknown[] = Array.isArray(value) ? value : [value];
  return sources.every((one) => typeof one === 'object' && one !== null && !Array.isArray(one))
    ? (sources as object[])
    : undefined;
}

/** The text of a scalar's value. */
export function scalarText(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** Plain assignment to `__proto__` would change the prototype instead of adding a key. */
function define(target: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== '__proto__') target[name] = value;
  else Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}
