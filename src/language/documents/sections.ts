import type { YamlDocument } from './yamlDocument.js';

/** One stretch of a file that can be parsed alone: a document of a multi-document file. */
export interface Section {
  /** Offset in the file. */
  readonly start: number;
  readonly text: string;
}

/** What only makes sense with the whole file: directives, and the mark that ends a document. */
export const needsWholeFile = /^(?:%|\.\.\.(?:\s|$))/m;
const nothing = /^\uFEFF?(?:[ \t]*(?:#[^\n]*)?(?:\r?\n|$))*$/;

/** Splits a file at its `---` lines. A file with directives or `...` stays one section. */
export function sectionsOf(text: string): readonly Section[] {
  if (needsWholeFile.test(text)) return [{ start: 0, text }];
  const starts = [0];
  for (let at = text.indexOf('\n---'); at >= 0; at = text.indexOf('\n---', at + 1)) {
    const after = text[at + 4];
    if (after === undefined || after === ' ' || after === '\t' || after === '\n' || after === '\r') {
      starts.push(at + 1);
    }
  }
  const sections = starts.map((start, index) => ({ start, text: text.slice(start, starts[index + 1]) }));
  const [first, ...rest] = sections;
  return first && rest.length > 0 && nothing.test(first.text) ? rest : sections;
}

/** What of a text is a document's own, with the comments and directives above it: `...` can end one within a section. */
export function ownSection({ text, tree: { range } }: YamlDocument): Section {
  if (!needsWholeFile.test(text)) return { start: 0, text };
  const mark = [...text.slice(0, range[0]).matchAll(/^(?:---|\.{3})(?=\s|$).*\n?/gm)].at(-1);
  const start = mark?.[0].startsWith('-') ? range[0] : mark ? mark.index + mark[0].length : 0;
  return { start, text: text.slice(start, range[2]) };
}
