import { t } from '../../base/l10n.js';
import type { JsonSchema } from './jsonSchema.js';
import { isPart, listKeywords, mapKeywords, partKeywords, pointerOf } from './keywords.js';
import { Refusal } from './refusal.js';
import { isMap } from './values.js';

type Test = (value: unknown) => boolean;

const types = new Set(['null', 'boolean', 'object', 'array', 'number', 'integer', 'string']);

const isCount: Test = (value) => typeof value === 'number' && Number.isInteger(value) && value >= 0;
const isNumber: Test = (value) => typeof value === 'number';
const isText: Test = (value) => typeof value === 'string';
const isTexts: Test = (value) => Array.isArray(value) && value.every(isText);
const isType: Test = (value) => typeof value === 'string' && types.has(value);
const mapOf =
  (test: Test): Test =>
  (value) =>
    isMap(value) && Object.values(value).every(test);
const isParts: Test = (value) => Array.isArray(value) && value.every(isPart);

const tests = new Map<string, Test>([
  ...['minLength', 'maxLength', 'minItems', 'maxItems'].map((keyword) => [keyword, isCount] as const),
  ...['minProperties', 'maxProperties', 'minContains', 'maxContains'].map(
    (keyword) => [keyword, isCount] as const,
  ),
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'].map(
    (keyword) => [keyword, isNumber] as const,
  ),
  ...['$ref', '$dynamicRef', '$id', '$anchor', '$dynamicAnchor', 'pattern', 'format'].map(
    (keyword) => [keyword, isText] as const,
  ),
  ...partKeywords.map((keyword) => [keyword, isPart] as const),
  ...listKeywords.map((keyword) => [keyword, isParts] as const),
  ...mapKeywords.map((keyword) => [keyword, mapOf(isPart)] as const),
  ['items', (value) => isPart(value) || isParts(value)],
  ['dependencies', mapOf((value) => isPart(value) || isTexts(value))],
  ['dependentRequired', mapOf(isTexts)],
  ['multipleOf', (value) => typeof value === 'number' && value > 0],
  ['uniqueItems', (value) => typeof value === 'boolean'],
  ['required', isTexts],
  ['enum', Array.isArray],
  ['type', (value) => isType(value) || (Array.isArray(value) && value.every(isType))],
  ['x-kubernetes-list-map-keys', isTexts],
]);

/** Words for people that are of the wrong type are left out; they are no reason to refuse a schema. */
const annotationTests = new Map<string, Test>([
  ...[
    'title',
    'description',
    'markdownDescription',
    'deprecationMessage',
    'errorMessage',
    'patternErrorMessage',
  ].map((keyword) => [keyword, isText] as const),
  ['examples', Array.isArray],
  ['enumDescriptions', Array.isArray],
  ['markdownEnumDescriptions', Array.isArray],
  ['defaultSnippets', (value) => Array.isArray(value) && value.every(isMap)],
  [
    'x-kubernetes-validations',
    (value) => Array.isArray(value) && value.every((one) => isMap(one) && isText(one['rule'])),
  ],
]);

/** Refuses a schema with a keyword of the wrong type; annotations of the wrong type are taken out of it. */
export function checkKeywords(schema: JsonSchema, pointer: string): void {
  for (const [keyword, value] of Object.entries(schema)) {
    const test = tests.get(keyword);
    if (test && !test(value)) {
      const message = t(
        '“{0}” in this schema has a value that it cannot have, so the schema is not used. Mend it.',
        keyword,
      );
      throw new Refusal(message, pointer + pointerOf([keyword]));
    }
    if (annotationTests.get(keyword)?.(value) === false) Reflect.deleteProperty(schema, keyword);
  }
}
