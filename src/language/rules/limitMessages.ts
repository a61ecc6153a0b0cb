import type { ErrorObject } from 'ajv';
import { t } from '../../base/l10n.js';
import type { JsonSchema } from '../schema/jsonSchema.js';
import type { RuleCode } from './codes.js';
import { listWords } from './values.js';

interface Words {
  readonly code: RuleCode;
  readonly message: string;
}

/** What to say when a value is of the right type but too long, too small, too many. */
export function limitMessage(error: ErrorObject, schemas: readonly JsonSchema[]): Words {
  const { limit } = error.params as { limit?: number };
  const bound = limit ?? 0;
  const value = (message: string): Words => ({ code: 'schema/wrong-value', message });
  const count = (message: string): Words => ({ code: 'schema/wrong-count', message });
  switch (error.keyword) {
    case 'minLength':
      return value(
        bound === 1 ? t('This must not be empty.') : t('This needs at least {0} characters.', bound),
      );
    case 'maxLength':
      return value(t('This can have at most {0} characters.', bound));
    case 'minimum':
      return value(t('This must be {0} or more.', bound));
    case 'maximum':
      return value(t('This must be {0} or less.', bound));
    case 'exclusiveMaximum':
      return value(t('This must be less than {0}.', bound));
    case 'minItems':
      return count(t('This list needs at least {0} items.', bound));
    case 'uniqueItems':
      return count(t('An item stands in this list twice. Remove one of them.'));
    case 'minProperties':
    case 'maxProperties':
      return count(keyCount(bound, schemas));
    default:
      return value(t('This value is not allowed here.'));
  }
}

function keyCount(bound: number, schemas: readonly JsonSchema[]): string {
  const one = schemas.find(({ maxProperties }) => maxProperties === 1);
  if (!one) return t('This needs at least {0} entry. Add one.', bound);
  return t('Write exactly one of {0}.', listWords(Object.keys(one.properties ?? {})));
}
