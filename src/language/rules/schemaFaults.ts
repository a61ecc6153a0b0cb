import { t } from '../../base/l10n.js';
import { limits } from '../documents/limits.js';
import type { YamlDocument } from '../documents/yamlDocument.js';
import type { Kind } from '../kinds/kind.js';
import type { Deprecation, InstancePath, SchemaFault } from '../schema/prepared.js';
import { keySpan } from './context.js';
import type { Finding } from './finding.js';
import { describeFault } from './schemaMessages.js';

/** What the schema of its kind says about a document: one finding a fault, at most one over the limit. */
export function schemaFindings(document: YamlDocument, kind: Kind): Finding[] {
  const { faults, deprecated, isComplete } = kind.validate(document.value);
  return [
    ...(isComplete ? [] : [tooComplex(document, kind)]),
    ...faultFindings(document, kind, faults),
    ...deprecated.slice(0, limits.diagnostics).map((one) => deprecation(document, one)),
  ];
}

function faultFindings(document: YamlDocument, kind: Kind, found: readonly SchemaFault[]): Finding[] {
  const faults = distinct(found).slice(0, limits.diagnostics + 1);
  const shown = faults.map((fault) => describeFault(document, kind, fault));
  const at = (index: number): string => placeOf(faults[index]?.path ?? []);
  const mends = new Set(
    shown.flatMap(({ data }, index) => (data?.suggestion ? [`${at(index)} ${data.suggestion}`] : [])),
  );
  // A key that is missing because it is misspelt is one fault: only the misspelling is told.
  const told = shown.filter(
    ({ data }, index) => !data?.missing || !mends.has(`${at(index)} ${data.missing}`),
  );
  const sayings = told.map(({ start, message }) => `${start} ${message}`);
  return told.filter((_, index) => sayings.indexOf(sayings[index] ?? '') === index);
}

function placeOf(path: InstancePath): string {
  return JSON.stringify(path);
}

/** Each fault once; of a value of the wrong type, only that. */
function distinct(found: readonly SchemaFault[]): SchemaFault[] {
  const wrongTypes = new Set(found.filter(isOfType).map(({ path }) => placeOf(path)));
  const seen = new Set<string>();
  return found.filter((fault) => {
    const place = placeOf(fault.path);
    if (!isOfType(fault) && wrongTypes.has(place)) return false;
    const identity = `${place} ${familyOf(fault)} ${fault.said ?? subjectOf(fault)}`;
    if (seen.has(identity)) return false;
    seen.add(identity);
    return true;
  });
}

function isOfType({ keyword, nameOf }: SchemaFault): boolean {
  return keyword === 'type' && nameOf === undefined;
}

/** The name that a fault is about, where it is about one of several in the same place. */
function subjectOf(fault: SchemaFault): string {
  return fault.nameOf ?? ('subject' in fault ? fault.subject : '');
}

/** Faults of one family at one place are one: a text that is too short often breaks its pattern too. */
function familyOf({ keyword, said }: SchemaFault): string {
  const hasOwn = said === undefined && ['required', 'additionalProperties', 'false'].includes(keyword);
  return hasOwn ? keyword : 'value';
}

function tooComplex(document: YamlDocument, kind: Kind): Finding {
  return {
    ...keySpan(document, []),
    code: 'document/too-complex',
    severity: 'warning',
    message: t(
      'Checking this against the schema of {0} takes too long, so some faults may be missing here. Split the document, or simplify the schema.',
      kind.name,
    ),
  };
}

function deprecation(document: YamlDocument, { path, message }: Deprecation): Finding {
  const name = path.findLast((part) => typeof part === 'string') ?? '';
  return {
    ...keySpan(document, path),
    code: 'schema/deprecated',
    severity: 'warning',
    message:
      message === undefined
        ? t('“{0}” is deprecated. Remove it, or use what replaces it.', name)
        : t(message),
    tags: ['deprecated'],
  };
}
