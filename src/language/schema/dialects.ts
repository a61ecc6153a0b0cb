import { annotationKeywords } from './keywords.js';
import type { JsonSchema, SchemaPart } from './jsonSchema.js';
import { openLinks } from './links.js';
import { isMap } from './values.js';

type Open = { -readonly [Keyword in keyof JsonSchema]: JsonSchema[Keyword] } & Record<string, unknown>;

/** Whether a `$ref` takes the place of all that stands beside it, as it did up to draft-07. */
export function isOldDraft(root: JsonSchema): boolean {
  return typeof root.$schema === 'string' && /draft-0[1-7]/.test(root.$schema);
}

/** Writes what older drafts say in the words of 2020-12, in place. */
export function modernise(schema: JsonSchema, isOld: boolean): void {
  const open = schema as Open;
  if (isOld && open.$ref !== undefined) dropSiblings(open);
  exclusive(open, 'minimum', 'exclusiveMinimum');
  exclusive(open, 'maximum', 'exclusiveMaximum');
}

function dropSiblings(open: Open): void {
  for (const keyword of Object.keys(open)) {
    const stays = keyword === '$ref' || keyword === 'definitions' || keyword === '$defs';
    if (!stays && !annotationKeywords.has(keyword)) Reflect.deleteProperty(open, keyword);
  }
}

/** Up to draft-04, `exclusiveMinimum: true` made `minimum` exclusive. */
function exclusive(
  open: Open,
  plain: 'minimum' | 'maximum',
  strict: 'exclusiveMinimum' | 'exclusiveMaximum',
): void {
  const flag: unknown = open[strict];
  if (typeof flag !== 'boolean') return;
  Reflect.deleteProperty(open, strict);
  const bound = open[plain];
  if (!flag || bound === undefined) return;
  open[strict] = bound;
  Reflect.deleteProperty(open, plain);
}

/** `nullable` of OpenAPI 3.0 is a type more, in place. */
export function acceptNull(schema: JsonSchema): void {
  const open = schema as Open;
  if (open.nullable !== true) return;
  if (open.type !== undefined) {
    open.type = typeof open.type === 'string' ? [open.type, 'null'] : [...open.type, 'null'];
  }
  if (open.enum?.includes(null) === false) open.enum = [...open.enum, null];
}

/** Writes what a structural schema of Kubernetes says in plain JSON Schema, in place. */
export function fromKubernetes(schema: JsonSchema, isStructural: boolean): void {
  const open = schema as Open;
  if (open['x-kubernetes-int-or-string'] === true) {
    open.type = open.nullable === true ? ['integer', 'string', 'null'] : ['integer', 'string'];
  }
  if (open.format !== undefined) open.format = served[open.format] ?? open.format;
  if (open['x-kubernetes-embedded-resource'] === true) embed(open);
  fillDefaults(open);
  if (open['x-kubernetes-list-type'] === 'set') open.uniqueItems = true;
  if (open['x-kubernetes-list-type'] !== 'map') Reflect.deleteProperty(open, 'x-kubernetes-list-map-keys');
  const takesMore =
    open['x-kubernetes-preserve-unknown-fields'] === true || open['x-kubernetes-embedded-resource'] === true;
  if (isStructural && isMap(open.properties) && !takesMore && open.additionalProperties === undefined) {
    open.additionalProperties = false;
  }
}

/** Formats that a cluster reads by Go's rules, by their JSON Schema name. */
const served: Readonly<Record<string, string>> = { duration: 'go-duration', uri: 'uri-reference' };

/** A cluster fills defaults in before it checks, and drops a null where none may stand. */
function fillDefaults(open: Open): void {
  const isGiven = (key: string): boolean => {
    const part = open.properties && Object.hasOwn(open.properties, key) && open.properties[key];
    return typeof part === 'object' && part.default !== undefined;
  };
  if (open.required) open.required = open.required.filter((key) => !isGiven(key));
  if (open.properties) openLinks(open).dropsNull = true;
}

function embed(open: Open): void {
  const parts: Record<string, SchemaPart> = {
    apiVersion: { type: 'string' },
    kind: { type: 'string' },
    metadata: { type: 'object' },
  };
  open.properties = { ...parts, ...open.properties };
  open.required = [...new Set(['apiVersion', 'kind', ...(open.required ?? [])])];
}

/** Whether a place in a schema is one of the outer structure: below `allOf` and its like, maps are not closed. */
export function isStructuralPlace(pointer: string): boolean {
  const steps = pointer.split('/').slice(1);
  for (let at = 0; at < steps.length; at++) {
    const step = steps[at] ?? '';
    if (step === 'properties' || step === 'patternProperties') at++;
    else if (step !== 'items' && step !== 'additionalProperties') return false;
  }
  return true;
}
