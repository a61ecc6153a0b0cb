import type { TextDocument } from 'vscode-languageserver-textdocument';
import { lookup, spanOf, type Path } from '../documents/lookup.js';
import type { YamlDocument } from '../documents/yamlDocument.js';
import type { Severity } from '../rules/finding.js';
import type { ReportEntry } from './conversion.js';

/** A document that is converted, and where it stands. */
export interface SourceDocument {
  readonly source: TextDocument;
  /** Where the document's text begins in the source. */
  readonly offset: number;
  readonly document: YamlDocument;
  readonly map: Readonly<Record<string, unknown>>;
  readonly isContext: boolean;
}

/** Collects what a conversion has to tell. */
export class Notes {
  readonly #entries: ReportEntry[] = [];
  readonly #sources: readonly string[];

  /** `sources` are URIs in the order of the report. */
  constructor(sources: readonly string[]) {
    this.#sources = sources;
  }

  add(from: SourceDocument, path: Path, reason: string, severity: Severity): void {
    const { uri } = from.source;
    const line = lineOf(from, path);
    const pointer = path
      .map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`)
      .join('');
    this.#entries.push({ source: uri, line, path: pointer, reason, severity });
  }

  /** Of a source that is not read at all. */
  refuse(source: string, reason: string): void {
    this.#entries.push({ source, line: 0, path: '', reason, severity: 'error' });
  }

  /** In the order of the sources. */
  get report(): readonly ReportEntry[] {
    const sources = this.#sources;
    return [...this.#entries].sort(
      (a, b) => sources.indexOf(a.source) - sources.indexOf(b.source) || a.line - b.line,
    );
  }
}

/** The line of the key at a path, or of what comes nearest to it. */
function lineOf({ source, document, offset }: SourceDocument, path: Path): number {
  for (let length = path.length; length >= 0; length--) {
    const place = lookup(document, path.slice(0, length));
    const span = spanOf(place?.via) ?? spanOf(place?.key) ?? spanOf(place?.value);
    if (span) return source.positionAt(span.start + offset).line;
  }
  return source.positionAt(offset).line;
}
