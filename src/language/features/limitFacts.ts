import { t } from '../../base/l10n.js';
import type { JsonSchema } from '../schema/jsonSchema.js';

/** The bounds of a value and its form, a fact each. Patterns are told only where nothing says what they mean. */
export function limitFacts(schemas: readonly JsonSchema[]): string[] {
  const of = <Keyword extends keyof JsonSchema>(keyword: Keyword): JsonSchema[Keyword] | undefined =>
    schemas.find((schema) => schema[keyword] !== undefined)?.[keyword];
  const facts: string[] = [];
  const add = (fact: string | undefined): void => {
    if (fact !== undefined) facts.push(fact);
  };
  add(range(of('minimum'), of('maximum'), (text) => t('Value: {0}', text)));
  add(range(of('minLength'), of('maxLength'), (text) => t('Length: {0}', text)));
  add(range(of('minItems'), of('maxItems'), (text) => t('Items: {0}', text)));
  const above = of('exclusiveMinimum');
  const under = of('exclusiveMaximum');
  if (above !== undefined) add(t('More than {0}', above));
  if (under !== undefined) add(t('Less than {0}', under));
  const format = of('format');
  const pattern = of('pattern');
  if (format !== undefined) add(t('Format: {0}', format));
  else if (pattern !== undefined && of('patternErrorMessage') === undefined) {
    add(t('Pattern: {0}', `\`${pattern}\``));
  }
  return facts;
}

function range(
  least: number | undefined,
  most: number | undefined,
  words: (text: string) => string,
): string | undefined {
  if (least !== undefined && most !== undefined) {
    return words(least === most ? `${least}` : t('{0} to {1}', least, most));
  }
  if (least !== undefined && least > 0) return words(t('at least {0}', least));
  return most === undefined ? undefined : words(t('at most {0}', most));
}
