import { t } from '../../base/l10n.js';
import { copyData, tooDeep } from './copy.js';
import { acceptNull, fromKubernetes, isOldDraft, isStructuralPlace, modernise } from './dialects.js';
import type { JsonSchema } from './jsonSchema.js';
import { isPart, pointerOf } from './keywords.js';
import { checkKeywords } from './keywordTypes.js';
import { openLinks } from './links.js';
import { refuseLoops } from './loops.js';
import { linearEngine, type RegexEngine } from './patterns.js';
import type { Preparation, PrepareOptions, SchemaWarning } from './prepared.js';
import { References, type Placed } from './references.js';
import { Refusal } from './refusal.js';

/** Schemas in schemas. */
const deepest = 64;

/**
 * Makes a schema that is not ours fit for use, or says in one sentence why it cannot be: its size (1 MB) and depth (64),
 * the types of its keywords, its references. Never throws, whatever the data; nothing of the source is kept.
 */
export async function prepareSchema(source: unknown, options: PrepareOptions = {}): Promise<Preparation> {
  try {
    const root = rootOf(copyData(source));
    const { placed, warnings } = link(root, options);
    return { is: 'ready', schema: { root, warnings: [...warnings, ...(await linkPatterns(placed))] } };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { is: 'refused', message: error.message, pointer: error.pointer };
  }
}

function rootOf(copy: unknown): JsonSchema {
  if (!isPart(copy)) throw new Refusal(t('This is not a JSON Schema: a schema is a map. It is not used.'));
  if (typeof copy === 'boolean') return copy ? {} : { not: {} };
  return copy;
}

/** Checks every schema in the root, resolves its references, and refuses what could not be checked in finite time. */
function link(
  root: JsonSchema,
  { dialect }: PrepareOptions,
): { readonly placed: readonly Placed[]; readonly warnings: readonly SchemaWarning[] } {
  const warnings: SchemaWarning[] = [];
  const references = new References();
  const isOld = isOldDraft(root);
  const all: Placed[] = [];
  const open: Placed[] = [];
  const admit = (found: readonly Placed[]): void => {
    for (const placed of found) {
      const { schema, pointer } = placed;
      modernise(schema, isOld);
      checkKeywords(schema, pointer);
      acceptNull(schema);
      if (dialect === 'kubernetes') fromKubernetes(schema, isStructuralPlace(pointer));
      if (levelsOf(pointer) > deepest) throw tooDeep(pointer);
      all.push(placed);
      open.push(placed);
    }
  };
  admit(references.add(root));
  for (let placed = open.pop(); placed; placed = open.pop()) {
    const { schema, base, pointer } = placed;
    const links = openLinks(schema);
    const reference = schema.$ref ?? schema.$dynamicRef;
    if (reference === undefined) continue;
    const found = references.resolve(reference, base);
    if (found.is === 'outside' && metaSchema.test(reference)) {
      links.target = true;
      warnings.push({
        pointer,
        message: t('“{0}” takes any schema here: what it describes is not checked.', reference),
      });
      continue;
    }
    if (found.is !== 'found') throw unresolved(reference, found.is, pointer);
    links.target = found.part;
    if (typeof found.part === 'object') admit(references.add(found.part, found.base, found.pointer));
  }
  const pointers = new Map(all.map(({ schema, pointer }) => [schema, pointer]));
  refuseLoops([...pointers.keys()], (schema) => pointers.get(schema) ?? '');
  return { placed: all, warnings };
}

/** What describes schemas themselves: a manifest may hold one. */
const metaSchema = /^https?:\/\/json-schema\.org\//;

/** How many schemas a place is in: about two steps lead from one to the next. */
function levelsOf(pointer: string): number {
  return (pointer.split('/').length - 1) / 2;
}

function unresolved(reference: string, why: 'missing' | 'outside', pointer: string): Refusal {
  const message =
    why === 'missing'
      ? t(
          '“$ref: {0}” leads nowhere in this schema, so the schema is not used. Mend the reference.',
          reference,
        )
      : t(
          '“$ref: {0}” leads out of this schema, so the schema is not used. Put that part into the file.',
          reference,
        );
  return new Refusal(message, pointer + pointerOf(['$ref']));
}

async function linkPatterns(placed: readonly Placed[]): Promise<readonly SchemaWarning[]> {
  const withPatterns = placed.filter(
    ({ schema }) => schema.pattern !== undefined || schema.patternProperties !== undefined,
  );
  if (withPatterns.length === 0) return [];
  const engine = await linearEngine();
  return withPatterns.flatMap((one) => compilePatterns(one, engine));
}

function compilePatterns({ schema, pointer }: Placed, engine: RegexEngine): SchemaWarning[] {
  const links = openLinks(schema);
  const warnings: SchemaWarning[] = [];
  const drop = (source: string, steps: readonly string[]): void => {
    const message = t(
      'The pattern “{0}” is not applied: lookaround, backreferences and huge repetitions are left out.',
      source,
    );
    warnings.push({ pointer: pointer + pointerOf(steps), message });
  };
  if (schema.pattern !== undefined) {
    const pattern = engine.compile(schema.pattern);
    if (pattern) links.pattern = pattern;
    else drop(schema.pattern, ['pattern']);
  }
  const named = Object.entries(schema.patternProperties ?? {}).flatMap(([source, part]) => {
    const pattern = engine.compile(source);
    if (pattern) return [{ pattern, part }];
    links.isOpen = true;
    drop(source, ['patternProperties', source]);
    return [];
  });
  if (named.length > 0) links.named = named;
  return warnings;
}
