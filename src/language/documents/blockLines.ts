/** What a line is, for one who looks for the keys of block maps. */
export const lineClass = {
  blank: 0,
  comment: 1,
  /** A key with a comment in the place of its value. */
  remarked: 2,
  other: 3,
  /** A key with its value, or where that begins. */
  key: 4,
  keyAlone: 5,
} as const;

/** The lines of a text in numbers, by their index. */
export interface BlockLines {
  readonly starts: readonly number[];
  /** Spaces before the first other character. */
  readonly indents: readonly number[];
  readonly classes: readonly number[];
  /** A number made of a line's key: the same key gives the same number wherever it stands. */
  readonly hashes: readonly number[];
}

const space = 32;
const lineFeed = 10;
const carriageReturn = 13;
const colon = 58;
const hash = 35;

/** One pass over the text. A key is plain letters, digits and `_-./`, and its colon has a space or the line's end behind it. */
export function blockLines(text: string): BlockLines {
  const lines = {
    starts: [] as number[],
    indents: [] as number[],
    classes: [] as number[],
    hashes: [] as number[],
  };
  const { length } = text;
  for (let start = 0; start < length;) {
    let at = start;
    while (text.charCodeAt(at) === space) at++;
    const indent = at - start;
    let sum = 0;
    for (let code = text.charCodeAt(at); isWord(code); code = text.charCodeAt(++at)) {
      sum = (sum * 31 + code) | 0;
    }
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? length : newline;
    lines.starts.push(start);
    lines.indents.push(indent);
    lines.classes.push(classOf(text, start + indent, at, end));
    lines.hashes.push(sum);
    start = end + 1;
  }
  return lines;
}

function classOf(text: string, begin: number, wordEnd: number, end: number): number {
  const first = text.charCodeAt(begin);
  if (begin >= end || (first === carriageReturn && begin + 1 >= end)) return lineClass.blank;
  if (first === hash) return lineClass.comment;
  if (wordEnd === begin || text.charCodeAt(wordEnd) !== colon || !isLetter(first)) return lineClass.other;
  let after = wordEnd + 1;
  while (text.charCodeAt(after) === space) after++;
  if (after >= end || text.charCodeAt(after) === carriageReturn || text.charCodeAt(after) === lineFeed) {
    return lineClass.keyAlone;
  }
  if (after > wordEnd + 1 && text.charCodeAt(after) === hash) return lineClass.remarked;
  return after > wordEnd + 1 ? lineClass.key : lineClass.other;
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
}

/** Letters, `_`, and `-./0…9`. */
function isWord(code: number): boolean {
  return isLetter(code) || (code >= 45 && code <= 57);
}
