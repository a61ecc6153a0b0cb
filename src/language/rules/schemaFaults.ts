import type { ErrorObject } from 'ajv';
import { pointerPath } from '../documents/lookup.js';
import { limits } from '../documents/limits.js';
import type { YamlDocument } from '../documents/yamlDocument.js';
import type { Kind } from '../kinds/kind.js';
import type { Finding } from './finding.js';
import { describeFault, type Fault } from './schemaMessages.js';

/** Keywords that only say that something below them failed. */
const wrappers = new Set(['if', 'allOf', 'propertyNames', 'anyOf', 'oneOf']);

/** What the schema of its kind says about a document: one finding a fault, at most one over the limit. */
export function schemaFindings(document: YamlDocument, kind: Kind): Finding[] {
  if (kind.validate(document.value)) return [];
  const faults = distinct(kind.validate.errors ?? []);
  const shown = faults.slice(0, limits.diagnostics + 1).map((fault) => describeFault(document, kind, fault));
  const mends = new Set(
    shown.flatMap(({ data }, index) =>
      data?.suggestion ? [`${pathOf(faults[index])} ${data.suggestion}`] : [],
    ),
  );
  return shown.filter(
    ({ data }, index) => !data?.missing || !mends.has(`${pathOf(faults[index])} ${data.missing}`),
  );
}

/** A key that is missing because it is misspelt is one fault: only the misspelling is told. */
function pathOf(fault: Fault | undefined): string {
  return fault?.path.join('/') ?? '';
}

function distinct(errors: readonly ErrorObject[]): Fault[] {
  const wrongTypes = new Set(
    errors.filter(({ keyword }) => keyword === 'type').map(({ instancePath }) => instancePath),
  );
  const seen = new Set<string>();
  const faults: Fault[] = [];
  for (const error of errors) {
    if (wrappers.has(error.keyword)) continue;
    if (error.keyword !== 'type' && wrongTypes.has(error.instancePath)) continue;
    const subject = subjectOf(error);
    const identity = `${error.instancePath} ${familyOf(error.keyword)} ${subject}`;
    if (seen.has(identity)) continue;
    seen.add(identity);
    faults.push({ error, path: pointerPath(error.instancePath), subject });
  }
  return faults;
}

/** The name that an error is about, where it is about one of several in the same place. */
function subjectOf(error: ErrorObject): string {
  const { missingProperty, additionalProperty } = error.params as Record<string, unknown>;
  const name = error.propertyName ?? missingProperty ?? additionalProperty ?? '';
  return typeof name === 'string' ? name : '';
}

/** Errors of one family at one place are one fault: a text that is too short often breaks its pattern too. */
function familyOf(keyword: string): string {
  return ['required', 'additionalProperties', 'false schema'].includes(keyword) ? keyword : 'value';
}
