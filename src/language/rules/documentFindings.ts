import { isMap } from 'yaml';
import { t } from '../../base/l10n.js';
import { limits } from '../documents/limits.js';
import { lookup, spanOf } from '../documents/lookup.js';
import type { YamlDocument } from '../documents/yamlDocument.js';
import { recognise, type Recognition } from '../kinds/dispatch.js';
import { dispatchFindings } from './dispatchFindings.js';
import type { Finding } from './finding.js';
import { documentRules } from './documentRules.js';
import { schemaFindings } from './schemaFaults.js';
import { suppressionFindings, withoutSuppressed } from './suppression/suppression.js';
import { isSkeleton } from '../templating/skeleton.js';
import { duplicateKeys, syntaxFindings } from './syntax.js';

const cache = new WeakMap<YamlDocument, { isOurs: boolean; findings: readonly Finding[] }>();

/** Everything that a document alone tells, with offsets in its text. Computed once a document. */
export function documentFindings(document: YamlDocument, isOurs: boolean): readonly Finding[] {
  const known = cache.get(document);
  if (known?.isOurs === isOurs) return known.findings;
  const all = collect(document, isOurs);
  const findings = withoutSuppressed([...all, ...commentFindings(document, isOurs, all)], document);
  cache.set(document, { isOurs, findings });
  return findings;
}

/** Syntax alone, for a file above the size of full service. */
export function outlineFindings(document: YamlDocument): readonly Finding[] {
  return syntaxFindings(document);
}

export function recogniseDocument(document: YamlDocument, isOurs: boolean): Recognition {
  if (document.plain.problem) return recogniseHeader(document, isOurs);
  return recognise(document.value, isOurs, document.kinds);
}

/** Of a document that has no plain value: by the two keys that tell its kind. */
function recogniseHeader(document: YamlDocument, isOurs: boolean): Recognition {
  if (!isMap(document.root)) return { is: 'foreign' };
  const header = Object.fromEntries(
    ['apiVersion', 'kind'].map((key) => [key, scalarText(document, key)] as const),
  );
  return recognise(header, isOurs, document.kinds);
}

function scalarText(document: YamlDocument, key: string): unknown {
  const value = lookup(document, [key])?.value;
  return value && 'value' in value ? value.value : undefined;
}

function collect(document: YamlDocument, isOurs: boolean): readonly Finding[] {
  if (isSkeleton(document.text)) return [];
  const recognition = recogniseDocument(document, isOurs);
  if (recognition.is === 'foreign' && !isOurs) return [];
  if (document.tree.errors.length > 0) return [...syntaxFindings(document), ...duplicateKeys(document)];
  if (recognition.is === 'foreign') return [];
  if (document.plain.problem) return [problemFinding(document)];
  const duplicates = duplicateKeys(document);
  if (recognition.is !== 'known') return [...duplicates, ...dispatchFindings(document, recognition)];
  const { kind } = recognition;
  const schema = schemaFindings(document, kind);
  const marked = new Set(schema.map(({ start }) => start));
  const semantic = documentRules.flatMap((rule) => rule(document, kind));
  return [...duplicates, ...schema, ...semantic.filter(({ start }) => !marked.has(start))];
}

/** About suppressions, where the document has been looked at in full. */
function commentFindings(
  document: YamlDocument,
  isOurs: boolean,
  all: readonly Finding[],
): readonly Finding[] {
  if (document.tree.errors.length > 0 || isSkeleton(document.text)) return [];
  return recogniseDocument(document, isOurs).is === 'known' ? suppressionFindings(all, document) : [];
}

function problemFinding(document: YamlDocument): Finding {
  const problem = document.plain.problem;
  const fallback = spanOf(document.root) ?? { start: 0, end: 0 };
  const span = { start: problem?.at ?? fallback.start, end: problem?.end ?? fallback.end };
  const name = problem?.name ?? '';
  switch (problem?.kind) {
    case 'unknown-alias':
      return {
        ...span,
        code: 'yaml/unknown-alias',
        severity: 'error',
        message: t('Nothing above is marked with “&{0}”. Mark the value to repeat, or write it out.', name),
      };
    case 'alias-cycle':
      return {
        ...span,
        code: 'document/alias-expansion',
        severity: 'error',
        message: t('The alias “*{0}” contains itself. Write the value out.', name),
      };
    case 'too-deep':
      return { ...span, code: 'document/too-deep', severity: 'error', message: tooDeepMessage() };
    default:
      return {
        ...firstLine(document, span),
        code: name === '' ? 'document/too-large' : 'document/alias-expansion',
        severity: 'error',
        message:
          name === ''
            ? t('This file has more than {0} values and is not checked. Split it.', limits.nodes)
            : t(
                'With “*{0}” repeated, this file has more than {1} values and is not checked. Use fewer aliases.',
                name,
                limits.nodes,
              ),
      };
  }
}

function firstLine(document: YamlDocument, span: { start: number; end: number }): typeof span {
  const length = document.text.slice(span.start, span.end).search(/[\r\n]/);
  return length < 0 ? span : { start: span.start, end: span.start + length };
}

export function tooDeepMessage(): string {
  return t('This file nests deeper than {0} levels and is not read. Flatten it.', limits.depth);
}
