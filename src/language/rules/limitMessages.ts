import { t } from '../../base/l10n.js';
import type { JsonSchema } from '../schema/jsonSchema.js';
import type { SchemaFault } from '../schema/prepared.js';
import type { RuleCode } from './codes.js';
import { listWords } from './values.js';

interface Words {
  readonly code: RuleCode;
  readonly message: string;
}

/** What to say when a value is of the right type but too long, too small, too many. */
export function limitMessage(fault: SchemaFault, schemas: readonly JsonSchema[]): Words {
  const bound = 'limit' in fault ? fault.limit : 0;
  const value = (message: string): Words => ({ code: 'schema/wrong-value', message });
  const count = (message: string): Words => ({ code: 'schema/wrong-count', message });
  switch (fault.keyword) {
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
    case 'exclusiveMinimum':
      return value(t('This must be more than {0}.', bound));
    case 'multipleOf':
      return value(t('This must be a multiple of {0}.', bound));
    case 'exclusiveMaximum':
      return value(t('This must be less than {0}.', bound));
    case 'minItems':
      return count(
        bound === 1 ? t('This list must not be empty.') : t('This list needs at least {0} items.', bound),
      );
    case 'maxItems':
      return count(t('This list can have at most {0} items.', bound));
    case 'minContains':
      return count(
        bound === 1
          ? t('No item of this list has the form that one of them must have. Add one.')
          : t('This list needs at least {0} items of a certain form. Add one.', bound),
      );
    case 'maxContains':
      return count(t('This list has more than {0} items of a certain form. Remove some.', bound));
    case 'minProperties':
      return count(keyCount(t('This needs at least {0} entry. Add one.', bound), schemas));
    case 'maxProperties':
      return count(keyCount(t('This can have at most {0} entries. Remove some.', bound), schemas));
    default:
      return value(formWords(fault));
  }
}

function keyCount(words: string, schemas: readonly JsonSchema[]): string {
  const one = schemas.find(({ maxProperties }) => maxProperties === 1);
  const names = Object.keys(one?.properties ?? {});
  return names.length === 0 ? words : t('Write exactly one of {0}.', listWords(names));
}

function formWords(fault: SchemaFault): string {
  if (fault.keyword === 'format') return formatWords(fault.format);
  if (fault.keyword === 'pattern') return t('This must match the pattern {0}.', fault.pattern);
  return t('This value is not allowed here.');
}

function formatWords(format: string): string {
  switch (format) {
    case 'date':
      return t('This must be a date such as 2026-01-31.');
    case 'time':
      return t('This must be a time with its zone, such as 20:15:00Z.');
    case 'date-time':
      return t('This must be a date and time such as 2026-01-31T20:15:00Z.');
    case 'duration':
      return t('This must be a duration such as P1DT12H.');
    case 'go-duration':
      return t('This must be a duration such as 1h30m.');
    case 'email':
      return t('This must be an e-mail address.');
    case 'hostname':
      return t('This must be a host name.');
    case 'ipv4':
    case 'ipv6':
      return t('This must be an {0} address.', format === 'ipv4' ? 'IPv4' : 'IPv6');
    case 'uri':
      return t('This must be a full URL such as https://example.com/docs.');
    case 'uuid':
      return t('This must be a UUID.');
    case 'regex':
      return t('This must be a regular expression.');
    default:
      return t('This does not have the form “{0}”.', format);
  }
}
