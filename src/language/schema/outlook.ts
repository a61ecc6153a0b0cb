import type { JsonSchema, SchemaPart } from './jsonSchema.js';
import { linksOf } from './links.js';

/** What a schema says of a map or value at first sight: enough to tell which branch somebody means. */
export interface Outlook {
  /** The only types that fit, when there are such. */
  readonly types: ReadonlySet<string> | undefined;
  /** The keys whose value tells the branch, with the values that do. */
  readonly fixed: ReadonlyMap<string, readonly unknown[]>;
  readonly required: ReadonlySet<string>;
  readonly known: ReadonlySet<string>;
  /** The only values that fit. */
  readonly allowed: readonly unknown[] | undefined;
}

interface Draft {
  types: ReadonlySet<string> | undefined;
  allowed: readonly unknown[] | undefined;
  readonly fixed: Map<string, readonly unknown[]>;
  readonly required: Set<string>;
  readonly known: Set<string>;
}

const remembered = new WeakMap<JsonSchema, Outlook>();
const nothing: Outlook = {
  types: undefined,
  fixed: new Map(),
  required: new Set(),
  known: new Set(),
  allowed: undefined,
};
const deepest = 12;

export function outlookOf(part: SchemaPart): Outlook {
  if (typeof part === 'boolean') return nothing;
  let outlook = remembered.get(part);
  if (!outlook) {
    const draft: Draft = { ...nothing, fixed: new Map(), required: new Set(), known: new Set() };
    look(part, draft, { left: 200 }, 0);
    remembered.set(part, (outlook = draft));
  }
  return outlook;
}

function look(part: SchemaPart | undefined, draft: Draft, work: { left: number }, depth: number): void {
  if (typeof part !== 'object' || depth > deepest || work.left-- <= 0) return;
  if (part.type !== undefined) draft.types ??= new Set([part.type].flat());
  draft.allowed ??= allowedBy(part);
  for (const name of part.required ?? []) draft.required.add(name);
  for (const [name, property] of Object.entries(part.properties ?? {})) {
    if (property === false) continue;
    draft.known.add(name);
    const allowed = allowedThrough(property);
    if (allowed && !draft.fixed.has(name)) draft.fixed.set(name, allowed);
  }
  look(linksOf(part).target, draft, work, depth + 1);
  for (const inner of part.allOf ?? []) look(inner, draft, work, depth + 1);
}

/** The values that a schema allows, or the one it refers to. */
function allowedThrough(part: SchemaPart): readonly unknown[] | undefined {
  let at: SchemaPart | undefined = part;
  for (let step = 0; step < deepest && typeof at === 'object'; step++) {
    const allowed = allowedBy(at);
    if (allowed) return allowed;
    at = linksOf(at).target;
  }
  return undefined;
}

function allowedBy(schema: JsonSchema): readonly unknown[] | undefined {
  return Object.hasOwn(schema, 'const') ? [schema.const] : schema.enum;
}
