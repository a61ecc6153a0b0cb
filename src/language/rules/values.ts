import { t } from '../../base/l10n.js';
import { typeOf } from '../schema/values.js';

/** A type of JSON Schema in plain words, with its article. */
export function typeWords(type: string): string {
  switch (type) {
    case 'object':
      return t('a map of keys and values');
    case 'array':
      return t('a list');
    case 'string':
      return t('a text');
    case 'integer':
      return t('a whole number');
    case 'number':
      return t('a number');
    case 'boolean':
      return t('true or false');
    default:
      return t('empty');
  }
}

export function listWords(items: readonly string[]): string {
  const [last, ...before] = [...items].reverse();
  if (last === undefined) return '';
  return before.length === 0 ? last : t('{0} or {1}', before.reverse().join(', '), last);
}

/** A value as it is named in a message, shortened. */
export function shown(value: unknown): string {
  const type = typeOf(value);
  if (type === 'null' || type === 'object' || type === 'array') return typeWords(type);
  const text = String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
