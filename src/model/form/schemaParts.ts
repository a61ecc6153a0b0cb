import type { FormSchema } from './field.js';

/** References that lead to references are followed so far; a loop ends here as well. */
const mostHops = 20;
/** Parts of `allOf` in parts of `allOf`. */
const deepest = 10;

export function isSchema(value: unknown): value is FormSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A part with what it refers to and what `allOf` adds, as one map of keywords. */
export function resolved(part: unknown, root: FormSchema, depth = 0): FormSchema {
  let at = isSchema(part) ? part : {};
  for (let hop = 0; hop < mostHops; hop++) {
    const { $ref, ...own } = at;
    if (typeof $ref !== 'string') break;
    const found = target($ref, root);
    at = { ...(isSchema(found) ? found : {}), ...own };
  }
  const { allOf, ...own } = at;
  if (!Array.isArray(allOf) || depth > deepest) return at;
  return allOf.map((each) => resolved(each, root, depth + 1)).reduce(joined, own);
}

/** Two maps of keywords that both apply. */
export function joined(left: FormSchema, right: FormSchema): FormSchema {
  const conditions = [...conditionsOf(left), ...conditionsOf(right)];
  return {
    ...right,
    ...left,
    ...(isSchema(left['properties']) && isSchema(right['properties'])
      ? { properties: { ...left['properties'], ...right['properties'] } }
      : {}),
    ...(left['required'] !== undefined && {
      required: [...new Set([...texts(left['required']), ...texts(right['required'])])],
    }),
    ...(conditions.length > 0 && { conditions }),
  };
}

/** The `if`, `then` and `else` of a part and of those that were joined to it. */
export function conditionsOf(schema: FormSchema): readonly FormSchema[] {
  const own = schema['if'] === undefined ? [] : [schema];
  return Array.isArray(schema['conditions']) ? schema['conditions'].filter(isSchema) : own;
}

/** The names in the order of `ui:order`, in which `*` stands for those it leaves out; these come last without it. */
export function inOrder(names: readonly string[], schema: FormSchema): readonly string[] {
  const order = texts(schema['ui:order']);
  if (order.length === 0) return names;
  const others = names.filter((name) => !order.includes(name));
  const whole = order.includes('*') ? order : [...order, '*'];
  return whole.flatMap((name) => (name === '*' ? others : names.includes(name) ? [name] : []));
}

export function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** What a reference within the same document leads to. */
function target(reference: string, root: FormSchema): unknown {
  if (!reference.startsWith('#')) return undefined;
  let at: unknown = root;
  for (const step of reference.slice(1).split('/').slice(1)) {
    const key = decode(step).replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Readonly<Record<string, unknown>>)[key];
  }
  return at;
}

function decode(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}
