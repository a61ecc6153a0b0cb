import { t } from '../../base/l10n.js';
import type { Path } from '../documents/lookup.js';
import type { YamlDocument } from '../documents/yamlDocument.js';
import type { Kind } from '../kinds/kind.js';
import type { JsonSchema } from '../schema/jsonSchema.js';
import { schemasAt } from '../schema/navigate.js';
import type { SchemaFault } from '../schema/prepared.js';
import { isMap } from '../schema/values.js';
import { clashFinding } from './clashMessages.js';
import { keySpan, valueAt, valueSpan } from './context.js';
import type { RuleCode } from './codes.js';
import type { Finding } from './finding.js';
import { nearest } from '../../base/nearest.js';
import { limitMessage } from './limitMessages.js';
import { listWords, shown, typeWords } from './values.js';

/** Turns a fault that a schema finds into a sentence at the place where it is mended. */
export function describeFault(document: YamlDocument, kind: Kind, fault: SchemaFault): Finding {
  const finding = describe(document, kind, fault);
  return fault.said === undefined ? finding : { ...finding, message: t(fault.said) };
}

function describe(document: YamlDocument, kind: Kind, fault: SchemaFault): Finding {
  const { path } = fault;
  const schemas = (): readonly JsonSchema[] => schemasAt(kind.schema, document.value, path);
  if (fault.nameOf !== undefined) return outsideLimits(document, schemas(), fault);
  switch (fault.keyword) {
    case 'additionalProperties':
      return unknownProperty(document, path, schemas(), fault.subject);
    case 'required':
      return (
        misspelt(document, path, schemas(), fault.subject) ??
        missingProperty(document, path, fault.subject, fault.becauseOf)
      );
    case 'type':
      return wrongType(document, path, fault.types);
    case 'enum':
      return wrongValue(document, path, fault.allowed);
    case 'false':
    case 'not':
    case 'oneOf':
    case 'alternatives':
    case 'uniqueItems':
      return clashFinding(document, kind, fault);
    default:
      return outsideLimits(document, schemas(), fault);
  }
}

function unknownProperty(
  document: YamlDocument,
  path: Path,
  schemas: readonly JsonSchema[],
  name: string,
): Finding {
  const known = new Set(schemas.flatMap(({ properties }) => Object.keys(properties ?? {})));
  const map = valueAt(document, path);
  const absent = [...known].filter((one) => !isMap(map) || !Object.hasOwn(map, one));
  const suggestion = nearest(name, absent) ?? nearest(name, known);
  const message = suggestion
    ? t('Unknown property “{0}”. Did you mean “{1}”?', name, suggestion)
    : known.size > 0
      ? t('Unknown property “{0}”. Allowed here: {1}', name, fewNames(known))
      : t('Unknown property “{0}”. Remove it.', name);
  return {
    ...keySpan(document, [...path, name]),
    code: 'schema/unknown-property',
    severity: 'error',
    message,
    ...(suggestion && { data: { suggestion } }),
  };
}

const mostNames = 8;

/** The first names, ended by a full stop, or by a mark when there are more. */
function fewNames(names: ReadonlySet<string>): string {
  const shownNames = [...names].slice(0, mostNames).join(', ');
  return names.size > mostNames ? `${shownNames}, …` : `${shownNames}.`;
}

/** A key that no schema knows, and that is spelt like the one that is missing: in a map that takes any key. */
function misspelt(
  document: YamlDocument,
  path: Path,
  schemas: readonly JsonSchema[],
  name: string,
): Finding | undefined {
  const map = valueAt(document, path);
  const known = new Set(schemas.flatMap(({ properties }) => Object.keys(properties ?? {})));
  const keys = isMap(map) && known.has(name) ? Object.keys(map) : [];
  const key = keys.find((one) => !known.has(one) && nearest(one, [name]) !== undefined);
  return key === undefined ? undefined : unknownProperty(document, path, schemas, key);
}

function missingProperty(
  document: YamlDocument,
  path: Path,
  name: string,
  becauseOf: string | undefined,
): Finding {
  const isSchedule = name === 'schedule' && path.join('/') === 'spec';
  const code: RuleCode = isSchedule ? 'service/missing-schedule' : 'schema/missing-property';
  const parent = path.findLast((part) => typeof part === 'string');
  const message = isSchedule
    ? t('A service of type cronjob needs “schedule”. Add it with a cron expression.')
    : becauseOf !== undefined
      ? t('“{0}” is missing: it is needed beside “{1}”. Add it.', name, becauseOf)
      : parent === undefined
        ? t('“{0}” is missing. Add it.', name)
        : t('“{0}” is missing in “{1}”. Add it.', name, parent);
  return { ...keySpan(document, path), code, severity: 'error', message, data: { missing: name } };
}

function wrongType(document: YamlDocument, path: Path, types: readonly string[]): Finding {
  const words = listWords(types.filter((type) => type !== 'null').map(typeWords));
  const value = valueAt(document, path);
  const quote = types.includes('string') && ['number', 'boolean'].includes(typeof value);
  const isQuotedNumber = typeof value === 'string' && /^\d+$/.test(value) && types.includes('integer');
  const message = isQuotedNumber
    ? t('This must be a number, not a text. Remove the quotes.')
    : quote
      ? t('This must be a text, not {0}. Put it in quotes: "{0}".', written(document, path) ?? String(value))
      : t('This must be {0}, not {1}.', words, shown(value));
  return { ...valueSpan(document, path), code: 'schema/wrong-type', severity: 'error', message };
}

/** A plain scalar as it is written, not as YAML reads it. */
function written(document: YamlDocument, path: Path): string | undefined {
  const { start, end } = valueSpan(document, path);
  const text = document.text.slice(start, end);
  return /^[\w.+-]+$/.test(text) ? text : undefined;
}

function wrongValue(document: YamlDocument, path: Path, allowed: readonly unknown[]): Finding {
  const value = shown(valueAt(document, path));
  const options = allowed.filter((option) => option !== null).map(shown);
  const suggestion = nearest(value, options);
  const message = suggestion
    ? t('“{0}” is not allowed here. Did you mean “{1}”? Allowed: {2}.', value, suggestion, listWords(options))
    : t('“{0}” is not allowed here. Write {1}.', value, listWords(options));
  return {
    ...valueSpan(document, path),
    code: 'schema/wrong-value',
    severity: 'error',
    message,
    ...(suggestion && { data: { suggestion } }),
  };
}

function outsideLimits(document: YamlDocument, schemas: readonly JsonSchema[], fault: SchemaFault): Finding {
  const { path, nameOf } = fault;
  const value = nameOf ?? valueAt(document, path);
  const said =
    nameOf === undefined ? schemas : schemas.flatMap(({ propertyNames }) => namesOf(propertyNames));
  const words = said.find(
    ({ patternErrorMessage }) => patternErrorMessage !== undefined,
  )?.patternErrorMessage;
  const advice = typeof value === 'string' ? words : undefined;
  const { code, message } = limitMessage(fault, schemas);
  return {
    ...(nameOf === undefined ? valueSpan(document, path) : keySpan(document, [...path, nameOf])),
    code,
    severity: 'error',
    message: advice === undefined ? message : t('“{0}” is not allowed here. {1}', shown(value), t(advice)),
  };
}

function namesOf(part: JsonSchema['propertyNames']): readonly JsonSchema[] {
  return typeof part === 'object' ? [part] : [];
}
