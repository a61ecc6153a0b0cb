import { schemas } from '../language/generated/schemas.js';

/** A JSON Schema that the package brings. */
export interface ShippedSchema {
  /** As `golden-path schema NAME` takes it. */
  readonly name: string;
  readonly title: string;
  /** Whether it describes files, not only parts that other schemas share. */
  readonly isKind: boolean;
  readonly schema: Readonly<Record<string, unknown>>;
}

/** Every schema, by name. */
export function shippedSchemas(): readonly ShippedSchema[] {
  return Object.entries(schemas)
    .map(([key, schema]) => ({
      name: key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
      title: typeof schema['title'] === 'string' ? schema['title'] : key,
      isKind: schema['type'] === 'object' && schema['properties'] !== undefined,
      schema,
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/**
 * The schema with all that it refers to inside it, so that one file is enough for any tool: references go to `$defs`.
 */
export function selfContained({ schema }: ShippedSchema): Readonly<Record<string, unknown>> {
  const byId = new Map(Object.values(schemas).map((one) => [one['$id'], one]));
  const parts: Record<string, unknown> = {};
  const place = (reference: string): string => {
    const [id = '', pointer = ''] = reference.split('#');
    const target = byId.get(id);
    if (!target || target === schema) return `#${pointer}`;
    const name = partName(id, pointer);
    if (!Object.hasOwn(parts, name)) {
      parts[name] = true;
      parts[name] = rewrite(pointer === '' ? withoutHead(target) : valueAt(target, pointer));
    }
    return `#/$defs/${name}`;
  };
  const rewrite = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(rewrite);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, part]: [string, unknown]) =>
        key === '$ref' && typeof part === 'string' ? [key, place(part)] : [key, rewrite(part)],
      ),
    );
  };
  const { $defs: own, ...rest } = schema;
  const whole = rewrite(rest) as Readonly<Record<string, unknown>>;
  const defs = { ...(rewrite(own ?? {}) as object), ...parts };
  return Object.keys(defs).length > 0 ? { ...whole, $defs: defs } : whole;
}

/** What a schema says of values: its address would turn the references in it to itself. */
function withoutHead(schema: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(
    Object.entries(schema).filter(([key]) => !['$id', '$schema', '$defs'].includes(key)),
  );
}

function partName(id: string, pointer: string): string {
  const file = id.slice(id.lastIndexOf('/') + 1).replace(/\.json$/, '');
  return [file, ...pointer.split('/').slice(2)].join('-');
}

function valueAt(schema: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], schema);
}
