import { isScalar } from 'yaml';
import { lookup, spanOf, type Path, type Span } from '../../documents/lookup.js';
import { asMap, type YamlDocument } from '../../documents/yamlDocument.js';
import { at, entries } from '../mapped.js';

/** A `${…}` in a value of a workload. */
export interface Placeholder {
  /** All of its characters. */
  readonly whole: string;
  /** The parts between the braces: `['resources', 'db', 'host']`. */
  readonly parts: readonly string[];
  readonly span: Span;
}

const pattern = /\$(\$)?\{([^}\n]*)(\})?/g;

/**
 * The placeholders in the texts where Score fills them in: variables, contents and sources of files and volumes,
 * parameters of resources. `path` leads to the Score body, or to a patch of it.
 */
export function placeholdersIn(document: YamlDocument, path: Path, body: unknown): Placeholder[] {
  return filledTexts(body).flatMap(([place, text]) =>
    [...text.matchAll(pattern)]
      .filter(([, escape]) => escape === undefined)
      .map(([whole, , inner = '']) => ({
        whole,
        parts: inner.split('.'),
        span: placeholderSpan(document, [...path, ...place], whole),
      })),
  );
}

function filledTexts(body: unknown): [Path, string][] {
  return [
    ...entries(at(body, 'containers')).flatMap(([name, container]) => [
      ...texts(['containers', name, 'variables'], at(container, 'variables')),
      ...entries(at(container, 'files')).flatMap(([file, content]) =>
        at(content, 'noExpand') === true
          ? []
          : texts(['containers', name, 'files', file, 'content'], at(content, 'content')),
      ),
      ...entries(at(container, 'volumes')).flatMap(([volume, mount]) =>
        texts(['containers', name, 'volumes', volume, 'source'], at(mount, 'source')),
      ),
    ]),
    ...entries(at(body, 'resources')).flatMap(([name, resource]) =>
      texts(['resources', name, 'params'], at(resource, 'params')),
    ),
  ];
}

function texts(path: Path, value: unknown): [Path, string][] {
  if (typeof value === 'string') return value.includes('${') ? [[path, value]] : [];
  if (Array.isArray(value)) return value.flatMap((item, index) => texts([...path, index], item));
  return Object.entries(asMap(value) ?? {}).flatMap(([key, item]) => texts([...path, key], item));
}

/** The placeholder's own characters; the whole value where escapes or folding hide them. */
function placeholderSpan(document: YamlDocument, path: Path, text: string): Span {
  const place = lookup(document, path);
  const span = spanOf(place?.via ?? place?.value) ?? spanOf(place?.key) ?? { start: 0, end: 0 };
  if (place?.via || !isScalar(place?.value)) return span;
  const index = document.text.slice(span.start, span.end).indexOf(text);
  return index < 0 ? span : { start: span.start + index, end: span.start + index + text.length };
}
