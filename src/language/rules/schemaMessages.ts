import type { ErrorObject } from 'ajv';
import { t } from '../../base/l10n.js';
import type { Path } from '../documents/lookup.js';
import type { YamlDocument } from '../documents/yamlDocument.js';
import type { Kind } from '../kinds/kind.js';
import type { JsonSchema } from '../schema/jsonSchema.js';
import { schemasAt } from '../schema/navigate.js';
import { keySpan, valueSpan } from './context.js';
import type { RuleCode } from './codes.js';
import type { Finding } from './finding.js';
import { nearest } from './nearest.js';
import { limitMessage } from './limitMessages.js';
import { listWords, shown, typeWords } from './values.js';

export interface Fault {
  readonly error: ErrorObject;
  readonly path: readonly string[];
  /** The key that is missing, unknown or misnamed; empty when the fault is the value's. */
  readonly subject: string;
}

/** Turns a fault that the validator found into a sentence at the place where it is mended. */
export function describeFault(document: YamlDocument, kind: Kind, fault: Fault): Finding {
  const path = typedPath(document, fault.path);
  const schemas = schemasAt(kind.schema, document.value, path);
  const { error, subject } = fault;
  const params = error.params as Readonly<Record<string, unknown>>;
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownProperty(document, path, schemas, subject);
    case 'required':
      return missingProperty(document, path, subject);
    case 'false schema':
      return {
        ...keySpan(document, path),
        code: 'service/unexpected-schedule',
        severity: 'error',
        message: t(
          'Only a service of type cronjob has “{0}”. Change the type, or remove this.',
          String(path.at(-1)),
        ),
      };
    case 'type':
      return wrongType(document, path, params['type']);
    case 'enum':
    case 'const': {
      const allowed = error.keyword === 'enum' ? params['allowedValues'] : [params['allowedValue']];
      return wrongValue(document, path, allowed as unknown[]);
    }
    default:
      return outsideLimits(document, path, schemas, fault);
  }
}

function unknownProperty(
  document: YamlDocument,
  path: Path,
  schemas: readonly JsonSchema[],
  name: string,
): Finding {
  const known = new Set(schemas.flatMap(({ properties }) => Object.keys(properties ?? {})));
  const suggestion = nearest(name, known);
  const message = suggestion
    ? t('Unknown property “{0}”. Did you mean “{1}”?', name, suggestion)
    : t('Unknown property “{0}”. Allowed here: {1}', name, fewNames(known));
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

function missingProperty(document: YamlDocument, path: Path, name: string): Finding {
  const isSchedule = name === 'schedule' && path.join('/') === 'spec';
  const code: RuleCode = isSchedule ? 'service/missing-schedule' : 'schema/missing-property';
  const parent = path.findLast((part) => typeof part === 'string');
  const message = isSchedule
    ? t('A service of type cronjob needs “schedule”. Add it with a cron expression.')
    : parent === undefined
      ? t('“{0}” is missing. Add it.', name)
      : t('“{0}” is missing in “{1}”. Add it.', name, parent);
  return { ...keySpan(document, path), code, severity: 'error', message, data: { missing: name } };
}

function wrongType(document: YamlDocument, path: Path, expected: unknown): Finding {
  const types = [expected].flat().map(String);
  const words = listWords(types.filter((type) => type !== 'null').map(typeWords));
  const value = valueAt(document, path);
  const quote = types.includes('string') && ['number', 'boolean'].includes(typeof value);
  const isQuotedNumber = typeof value === 'string' && /^\d+$/.test(value) && types.includes('integer');
  const message = isQuotedNumber
    ? t('This must be a number, not a text. Remove the quotes.')
    : quote
      ? t('This must be a text, not {0}. Put it in quotes: "{0}".', String(value))
      : t('This must be {0}, not {1}.', words, shown(value));
  return { ...valueSpan(document, path), code: 'schema/wrong-type', severity: 'error', message };
}

function wrongValue(document: YamlDocument, path: Path, allowed: readonly unknown[]): Finding {
  const value = shown(valueAt(document, path));
  const options = allowed.filter((option) => option !== null).map(String);
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

function outsideLimits(
  document: YamlDocument,
  path: Path,
  schemas: readonly JsonSchema[],
  { error, subject }: Fault,
): Finding {
  const isName = error.propertyName !== undefined;
  const value = isName ? subject : valueAt(document, path);
  const said = isName
    ? schemas.map(({ propertyNames }) =>
        typeof propertyNames === 'object' ? propertyNames.patternErrorMessage : undefined,
      )
    : schemas.map(({ patternErrorMessage }) => patternErrorMessage);
  const advice = typeof value === 'string' ? said.find((words) => words !== undefined) : undefined;
  const { code, message } = limitMessage(error, schemas);
  return {
    ...(isName ? keySpan(document, [...path, subject]) : valueSpan(document, path)),
    code,
    severity: 'error',
    message: advice === undefined ? message : t('“{0}” is not allowed here. {1}', shown(value), t(advice)),
  };
}

/** The parts of a path as numbers where they are positions in a list. */
function typedPath(document: YamlDocument, path: readonly string[]): Path {
  let value: unknown = document.value;
  return path.map((part) => {
    const segment = Array.isArray(value) ? Number(part) : part;
    value = (value as Record<string | number, unknown> | undefined)?.[segment];
    return segment;
  });
}

function valueAt(document: YamlDocument, path: Path): unknown {
  let value: unknown = document.value;
  for (const part of path) value = (value as Record<string | number, unknown> | undefined)?.[part];
  return value;
}
