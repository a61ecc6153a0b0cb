import { t } from '../../base/l10n.js';
import { stringify } from 'yaml';
import type { JsonSchema } from '../schema/jsonSchema.js';
import { limitFacts } from './limitFacts.js';
import { allowedValues, exampleValues, isDeprecated, standardValue, valueWords } from './schemaValues.js';

interface Told {
  readonly name: string;
  readonly schemas: readonly JsonSchema[];
  readonly words: string | undefined;
}

/** What was told last of a schema that comes first: examples become YAML once, however often a mouse rests on a key. */
const toldLast = new WeakMap<JsonSchema, Told>();

/** The title, description and facts of a key in Markdown; `undefined` when its schemas have no words. */
export function describe(name: string, schemas: readonly JsonSchema[]): string | undefined {
  const [first] = schemas;
  if (!first) return undefined;
  const told = toldLast.get(first);
  if (told?.name === name && areSame(told.schemas, schemas)) return told.words;
  const words = wordsOf(name, schemas);
  toldLast.set(first, { name, schemas, words });
  return words;
}

function areSame(one: readonly JsonSchema[], other: readonly JsonSchema[]): boolean {
  return one.length === other.length && one.every((schema, index) => schema === other[index]);
}

function wordsOf(name: string, schemas: readonly JsonSchema[]): string | undefined {
  const described = schemas.find(
    ({ description, markdownDescription }) => description !== undefined || markdownDescription !== undefined,
  );
  const rules = celLines(schemas);
  const values = valueLines(schemas);
  const isOld = isDeprecated(schemas);
  if (!described && rules.length === 0 && values.length === 0 && !isOld) return undefined;
  const head = described ?? schemas[0];
  const title = head?.title !== undefined && head.title !== name ? ` — ${t(head.title)}` : '';
  const words = described?.markdownDescription ?? described?.description;
  const parts = [
    [`**${name}**${title}`],
    isOld ? [deprecationWords(schemas)] : [],
    words === undefined ? [] : [t(words)],
    values,
    [...factLines(schemas, values.length > 0), ...limitFacts(schemas)].map((fact) => `- ${fact}`),
    rules,
    exampleLines(name, schemas),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

/** What a value that can stand here is for, in Markdown. */
export function describeValue(schemas: readonly JsonSchema[], value: unknown): string | undefined {
  const own = valueWords(schemas, value);
  const words = own ?? schemas.find(({ description }) => description !== undefined)?.description;
  return words === undefined ? undefined : t(words);
}

function deprecationWords(schemas: readonly JsonSchema[]): string {
  const words = schemas.find(
    ({ deprecationMessage }) => deprecationMessage !== undefined,
  )?.deprecationMessage;
  return words === undefined ? t('**Deprecated.**') : t('**Deprecated.** {0}', t(words));
}

/** The allowed values one a line, where the schema says what each is for. */
function valueLines(schemas: readonly JsonSchema[]): string[] {
  const lines = allowedValues(schemas).map((value) => ({ value, words: valueWords(schemas, value) }));
  if (!lines.some(({ words }) => words !== undefined)) return [];
  return lines.map(({ value, words }) =>
    words === undefined ? `- ${code(value)}` : `- ${code(value)}: ${t(words)}`,
  );
}

function factLines(schemas: readonly JsonSchema[], areValuesTold: boolean): string[] {
  const facts: string[] = [];
  const types = [...new Set(schemas.flatMap(({ type }) => [type ?? []].flat()))].filter(
    (type) => type !== 'null',
  );
  const allowed = allowedValues(schemas);
  const standard = standardValue(schemas);
  if (allowed.length > 0 && !areValuesTold) facts.push(t('Allowed: {0}', allowed.map(code).join(', ')));
  else if (allowed.length === 0 && types.length > 0) facts.push(t('Type: {0}', types.join(', ')));
  if (standard !== undefined) facts.push(t('Default: {0}', code(standard)));
  return facts;
}

/** Rules that only the cluster evaluates, as their authors wrote them. */
function celLines(schemas: readonly JsonSchema[]): string[] {
  const rules = schemas.flatMap((schema) => schema['x-kubernetes-validations'] ?? []);
  if (rules.length === 0) return [];
  const lines = rules.map(({ rule, message }) =>
    typeof message === 'string' ? `- ${message} (${code(rule)})` : `- ${code(rule)}`,
  );
  return [t('Checked by the cluster:'), ...lines];
}

function exampleLines(name: string, schemas: readonly JsonSchema[]): string[] {
  const examples = exampleValues(schemas);
  if (examples.length === 0) return [];
  const text = examples.map((example) => stringify({ [name]: example }).trimEnd()).join('\n');
  return [t('Examples:'), '', '```yaml', text, '```'];
}

function code(value: unknown): string {
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}
