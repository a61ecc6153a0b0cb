import type { JsonSchema, SchemaPart } from './jsonSchema.js';
import { innerParts, isPart, pointerOf } from './keywords.js';
import { isMap } from './values.js';

/** A schema with its place, and the URI that references in it count from. */
export interface Placed {
  readonly schema: JsonSchema;
  readonly base: string;
  readonly pointer: string;
}

export type Resolution =
  | { readonly is: 'found'; readonly part: SchemaPart; readonly base: string; readonly pointer: string }
  /** Within the file, but nothing is there. */
  | { readonly is: 'missing' }
  | { readonly is: 'outside' };

/** What a schema without an `$id` is called; relative references count from it. */
const anonymous = 'schema://file/root';

/** Finds what the references in one schema file lead to: by JSON Pointer, `$id` and `$anchor`. */
export class References {
  readonly #resources = new Map<string, JsonSchema>();
  readonly #anchors = new Map<string, Placed>();
  readonly #places = new Map<JsonSchema, Placed>();

  /** Every schema in a root, with what it is called. Schemas in unknown keywords are found when one refers to them. */
  add(root: JsonSchema, base = anonymous, pointer = ''): readonly Placed[] {
    const found: Placed[] = [];
    const open: Placed[] = [{ schema: root, base, pointer }];
    if (!this.#resources.has(base)) this.#resources.set(base, root);
    for (let next = open.pop(); next; next = open.pop()) {
      if (this.#places.has(next.schema)) continue;
      const placed = this.#name(next);
      this.#places.set(placed.schema, placed);
      found.push(placed);
      for (const { part, steps } of innerParts(placed.schema)) {
        if (typeof part === 'object') {
          open.push({ schema: part, base: placed.base, pointer: placed.pointer + pointerOf(steps) });
        }
      }
    }
    return found;
  }

  resolve(reference: string, from: string): Resolution {
    const uri = absolute(reference, from);
    const [resource = '', fragment = ''] = (uri ?? '').split('#');
    const root = this.#resources.get(resource);
    if (uri === undefined || !root) return { is: 'outside' };
    if (fragment === '') return this.#found(root);
    if (!fragment.startsWith('/')) {
      const placed = this.#anchors.get(`${resource}#${fragment}`);
      return placed ? this.#found(placed.schema) : { is: 'missing' };
    }
    return this.#byPointer(root, resource, fragment);
  }

  #found(schema: JsonSchema): Resolution {
    const { base, pointer } = this.#places.get(schema) ?? { base: anonymous, pointer: '' };
    return { is: 'found', part: schema, base, pointer };
  }

  #byPointer(root: JsonSchema, resource: string, fragment: string): Resolution {
    let at: unknown = root;
    for (const step of decoded(fragment).split('/').slice(1)) {
      const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
      const isThere = typeof at === 'object' && at !== null && Object.hasOwn(at, name);
      if (!isThere) return { is: 'missing' };
      at = (at as Record<string, unknown>)[name];
    }
    if (!isPart(at)) return { is: 'missing' };
    const known = isMap(at) ? this.#places.get(at) : undefined;
    return {
      is: 'found',
      part: at,
      base: known?.base ?? resource,
      pointer: known?.pointer ?? decoded(fragment),
    };
  }

  /** Takes down what a schema calls itself. */
  #name(placed: Placed): Placed {
    const { $id, $anchor, $dynamicAnchor } = placed.schema;
    let { base } = placed;
    if (typeof $id === 'string') {
      const uri = absolute($id, base);
      const [resource = '', fragment = ''] = (uri ?? base).split('#');
      if (fragment !== '' && !fragment.startsWith('/')) this.#anchors.set(`${resource}#${fragment}`, placed);
      else if (uri !== undefined) {
        base = resource;
        if (!this.#resources.has(base) || this.#places.size === 0) this.#resources.set(base, placed.schema);
      }
    }
    const own = { ...placed, base };
    for (const name of [$anchor, $dynamicAnchor]) {
      if (typeof name === 'string') this.#anchors.set(`${base}#${name}`, own);
    }
    return own;
  }
}

function absolute(reference: string, base: string): string | undefined {
  if (reference.startsWith('#')) return `${base.split('#', 1)[0] ?? ''}${reference}`;
  return URL.canParse(reference, base) ? new URL(reference, base).href : undefined;
}

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
