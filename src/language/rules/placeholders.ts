import { isScalar } from 'yaml';
import { t } from '../../base/l10n.js';
import { lookup, spanOf, type Path, type Span } from '../documents/lookup.js';
import { asMap, type YamlDocument } from '../documents/yamlDocument.js';
import type { Kind } from '../kinds/kind.js';
import type { Finding } from './finding.js';
import { nearest } from './nearest.js';
import { listWords } from './values.js';
import { workloadOf } from './workloads.js';

const placeholder = /\$(\$)?\{resources\.([^.}\s]+)[^}]*\}/g;

/** `${resources.db.host}` where the workload has no resource `db`: it would stay empty at deployment. */
export function unknownResources(document: YamlDocument, kind: Kind): Finding[] {
  const workload = workloadOf(document, kind);
  const resources = asMap(workload?.body['resources'] ?? {});
  if (!workload || !resources) return [];
  const names = Object.keys(resources);
  const findings: Finding[] = [];
  const visit = (value: unknown, path: Path): void => {
    if (typeof value === 'string' && value.includes('${resources.')) {
      for (const match of value.matchAll(placeholder)) {
        const [whole, escape, name = ''] = match;
        if (escape === undefined && !Object.hasOwn(resources, name)) {
          findings.push(finding(spanIn(document, path, whole), name, names));
        }
      }
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, child] of Object.entries(value)) {
        if (key !== 'noExpand') visit(child, [...path, Array.isArray(value) ? Number(key) : key]);
      }
    }
  };
  for (const part of ['containers', 'resources']) visit(workload.body[part], [...workload.path, part]);
  return findings;
}

function finding(span: Span, name: string, names: readonly string[]): Finding {
  const suggestion = nearest(name, names);
  const message =
    names.length === 0
      ? t('This workload has no resource “{0}”. Add it under “resources”.', name)
      : t(
          'This workload has no resource “{0}”, only {1}. Correct the name, or add the resource.',
          name,
          listWords(names),
        );
  return {
    ...span,
    code: 'score/unknown-resource',
    severity: 'error',
    message,
    ...(suggestion && { data: { suggestion } }),
  };
}

/** The placeholder's own characters; the whole value where escapes or folding hide them. */
function spanIn(document: YamlDocument, path: Path, text: string): Span {
  const place = lookup(document, path);
  const span = spanOf(place?.via ?? place?.value) ?? spanOf(place?.key) ?? { start: 0, end: 0 };
  if (place?.via || !isScalar(place?.value)) return span;
  const at = document.text.slice(span.start, span.end).indexOf(text);
  return at < 0 ? span : { start: span.start + at, end: span.start + at + text.length };
}
