import { t } from '../../base/l10n.js';
import type { YamlDocument } from '../documents/yamlDocument.js';
import type { Kind } from '../kinds/kind.js';
import type { SchemaFault } from '../schema/prepared.js';
import { keySpan, valueSpan } from './context.js';
import type { Finding } from './finding.js';
import { listWords } from './values.js';

export type Clash = Extract<
  SchemaFault,
  { keyword: 'false' | 'not' | 'oneOf' | 'alternatives' | 'uniqueItems' }
>;

/** What to say when parts of a value do not go together. */
export function clashFinding(document: YamlDocument, kind: Kind, fault: Clash): Finding {
  switch (fault.keyword) {
    case 'false':
      return notAllowed(document, kind, fault);
    case 'alternatives':
      return {
        ...keySpan(document, fault.path),
        code: 'schema/missing-property',
        severity: 'error',
        message: t('One of {0} is missing. Add one.', listWords(fault.keys)),
      };
    case 'uniqueItems':
      return twice(document, fault);
    default:
      return tooMuch(document, fault);
  }
}

function notAllowed(document: YamlDocument, kind: Kind, { path }: Clash): Finding {
  const name = path.at(-1);
  const isSchedule = kind.name === 'Service' && path.join('/') === 'spec/schedule';
  const message = isSchedule
    ? t('Only a service of type cronjob has “{0}”. Change the type, or remove this.', 'schedule')
    : typeof name === 'string'
      ? t('“{0}” is not allowed here. Remove it.', name)
      : t('This is not allowed here. Remove it.');
  return {
    ...keySpan(document, path),
    code: isSchedule ? 'service/unexpected-schedule' : 'schema/unknown-property',
    severity: 'error',
    message,
  };
}

/** Shown at the second of the two, because the first is as it should be. */
function twice(
  document: YamlDocument,
  { path, second, keys }: Extract<Clash, { keyword: 'uniqueItems' }>,
): Finding {
  return {
    ...valueSpan(document, [...path, second]),
    code: 'schema/wrong-count',
    severity: 'error',
    message: keys
      ? t('Two items of this list have the same {0}. Change or remove one of them.', keys.join(', '))
      : t('An item stands in this list twice. Remove one of them.'),
  };
}

/** The value fits what it must not, or two things at once. */
function tooMuch(document: YamlDocument, fault: Extract<Clash, { keyword: 'not' | 'oneOf' }>): Finding {
  return {
    ...valueSpan(document, fault.path),
    code: 'schema/wrong-value',
    severity: 'error',
    message: clashWords(fault),
  };
}

function clashWords(fault: Extract<Clash, { keyword: 'not' | 'oneOf' }>): string {
  const keys = fault.keys ?? [];
  if (fault.keyword === 'oneOf') {
    if (keys.length > 1) return t('Only one of {0} can stand here. Remove the others.', listWords(keys));
    if (fault.titles.length > 1) {
      return t('This can be read as {0}. Write what only one of them has.', listWords(fault.titles));
    }
    return t('This can be read in several ways. Write what only one of them has.');
  }
  if (keys.length === 1) return t('“{0}” is not allowed here. Remove it.', keys[0] ?? '');
  if (keys.length > 1) return t('{0} cannot stand together. Remove one of them.', keys.join(', '));
  if (fault.title !== undefined) return t('This must not be: {0}. Change it.', t(fault.title));
  return t('This value is not allowed here. Change it.');
}
