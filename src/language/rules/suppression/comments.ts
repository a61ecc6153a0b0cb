import type { Span } from '../../documents/lookup.js';
import { ownSection } from '../../documents/sections.js';
import type { YamlDocument } from '../../documents/yamlDocument.js';

/** A code that a comment switches off, and the stretch of the text that it holds for. */
export interface Suppression {
  readonly code: string;
  /** Of the code's own characters. */
  readonly span: Span;
  readonly from: number;
  readonly to: number;
}

const marker = 'golden-path-disable';
const comment =
  /^([^\r\n#]*[ \t])?#[ \t]*golden-path-(disable-next-line|disable|enable)(?=[ \t\r\n]|$)([^\r\n]*)/gm;

/**
 * The suppressions of a document. `# golden-path-disable-next-line <codes>` holds for the line below it,
 * `# golden-path-disable <codes>` until `# golden-path-enable <codes>`, or until the end of the document.
 */
export function suppressionsIn(document: YamlDocument): readonly Suppression[] {
  if (!document.text.includes(marker)) return [];
  const { start, text } = ownSection(document);
  const place = ({ code, span, from, to }: Suppression): Suppression => ({
    code,
    span: { start: span.start + start, end: span.end + start },
    from: from + start,
    to: to + start,
  });
  const closed: Suppression[] = [];
  let open: Suppression[] = [];
  for (const match of text.matchAll(comment)) {
    const [whole, , word, rest = ''] = match;
    const codes = codesIn(rest, match.index + whole.length - rest.length);
    const lineEnd = nextLine(text, match.index + whole.length);
    if (word === 'disable') {
      open.push(...codes.map((one) => ({ ...one, from: match.index, to: text.length + 1 })));
    } else if (word === 'enable') {
      const isEnded = ({ code }: Suppression): boolean =>
        codes.length === 0 || codes.some((one) => one.code === code);
      closed.push(...open.filter(isEnded).map((one) => ({ ...one, to: match.index })));
      open = open.filter((one) => !isEnded(one));
    } else {
      const to = nextLine(text, lineEnd);
      closed.push(...codes.map((one) => ({ ...one, from: lineEnd, to })));
    }
  }
  return [...closed, ...open].map(place);
}

/** Codes parted by commas or blanks; words after `--` say why. */
function codesIn(text: string, offset: number): Pick<Suppression, 'code' | 'span'>[] {
  const told = text.split(/(?:^|\s)--(?:\s|$)/)[0] ?? '';
  return [...told.matchAll(/[^\s,]+/g)].map((match) => {
    const start = offset + match.index;
    return { code: match[0], span: { start, end: start + match[0].length } };
  });
}

/** Where the line after the one at `offset` begins. */
function nextLine(text: string, offset: number): number {
  const rest = text.slice(offset).search(/\r\n?|\n/);
  if (rest < 0) return text.length + 1;
  const at = offset + rest;
  return text.startsWith('\r\n', at) ? at + 2 : at + 1;
}
