import type { Path } from '../documents/lookup.js';
import type { JsonSchema } from '../schema/jsonSchema.js';
import { schemasAt } from '../schema/navigate.js';
import { slotAt } from '../names/slots.js';
import type { CatalogKind } from '../ports.js';
import type { TokenModifier, TokenType } from './tokenTypes.js';

export interface Role {
  readonly type: TokenType;
  readonly modifiers?: readonly TokenModifier[];
}

/** The kinds of things whose names are keys that the author chose, by the key that they stand under. */
const named: Readonly<Record<string, TokenType>> = {
  containers: 'class',
  ports: 'enumMember',
  resources: 'variable',
  environments: 'namespace',
  variables: 'variable',
  secrets: 'variable',
};

const catalogTypes: Readonly<Partial<Record<CatalogKind, TokenType>>> = {
  environment: 'namespace',
  resourceType: 'type',
  secretKey: 'variable',
};

/** What the schemas say of the keys of the map at a path. */
export class MapKeys {
  readonly #schemas: readonly JsonSchema[];
  readonly #name: string;
  readonly #path: Path;

  constructor(schema: JsonSchema, value: unknown, path: Path) {
    this.#schemas = schemasAt(schema, value, path);
    this.#path = path;
    this.#name = String(path.at(-1) ?? '');
  }

  /** The role of a key; `undefined` for one that no schema knows. */
  roleOf(key: string): Role | undefined {
    if (this.#path.length === 0 && (key === 'apiVersion' || key === 'kind')) return { type: 'keyword' };
    const own = this.#property(key);
    if (own !== undefined) return isDeprecated(own) ? deprecated : { type: 'property' };
    if (!this.#schemas.some(({ additionalProperties: rest }) => rest !== undefined && rest !== false)) {
      return undefined;
    }
    const type = Object.hasOwn(named, this.#name) ? named[this.#name] : undefined;
    return type ? { type, modifiers: ['definition'] } : { type: 'property' };
  }

  #property(key: string): JsonSchema | boolean | undefined {
    for (const { properties } of this.#schemas) {
      if (properties && Object.hasOwn(properties, key)) return properties[key];
    }
    return undefined;
  }
}

const deprecated: Role = { type: 'property', modifiers: ['deprecated'] };

function isDeprecated(schema: JsonSchema | boolean): boolean {
  return typeof schema === 'object' && 'deprecated' in schema && schema.deprecated;
}

/** The role of a text as a value; `undefined` for one that is just text. */
export function valueRole(
  root: unknown,
  schema: JsonSchema | undefined,
  path: Path,
  text: string,
): Role | undefined {
  const last = path.at(-1);
  if (path.length === 1 && last === 'kind') return { type: 'class' };
  if (path.length === 1 && last === 'apiVersion') return { type: 'namespace' };
  if (path.length === 2 && path[0] === 'metadata' && last === 'name') {
    return { type: 'class', modifiers: ['definition'] };
  }
  const slot = slotAt(root, path);
  if (slot?.as === 'value') return { type: catalogTypes[slot.names] ?? 'class' };
  const isWord = schema && schemasAt(schema, root, path).some(({ enum: words }) => words?.includes(text));
  return isWord ? { type: 'enumMember' } : undefined;
}
