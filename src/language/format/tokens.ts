import { Lexer } from 'yaml';

export type TokenKind =
  'space' | 'newline' | 'comment' | 'mark' | 'property' | 'document' | 'block-header' | 'block-text' | 'text';

/** A piece of a file. Together the pieces are the file. */
export interface LexToken {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  readonly source: string;
}

const marks = new Set(['-', '?', ':', '{', '}', '[', ']', ',']);

/** The pieces of a text, as the YAML lexer cuts it. */
export function lexTokens(text: string): LexToken[] {
  const tokens: LexToken[] = [];
  let at = 0;
  let isText = false;
  let isBlock = false;
  for (const source of new Lexer().lex(text)) {
    if (source === '\u0002' || source === '\u0018') continue;
    if (source === '\u001f') {
      isText = true;
      continue;
    }
    const kind = isText ? (isBlock ? 'block-text' : 'text') : kindOf(source);
    if (isText || kind === 'block-header') isBlock = !isText;
    isText = false;
    tokens.push({ kind, start: at, end: at + source.length, source });
    at += source.length;
  }
  return tokens;
}

function kindOf(source: string): TokenKind {
  if (marks.has(source)) return 'mark';
  if (source === '---' || source === '...') return 'document';
  switch (source[0]) {
    case ' ':
    case '\t':
      return 'space';
    case '\n':
    case '\r':
      return 'newline';
    case '#':
      return 'comment';
    case '%':
      return 'document';
    case '&':
    case '*':
    case '!':
      return 'property';
    case '|':
    case '>':
      return 'block-header';
    default:
      return 'text';
  }
}
