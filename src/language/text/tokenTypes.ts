/** The standard token types of LSP that a manifest's words take: every theme has colours for them. */
export const tokenTypes = [
  'namespace',
  'type',
  'class',
  'enumMember',
  'variable',
  'property',
  'parameter',
  'function',
  'keyword',
  'operator',
  'string',
  'number',
] as const;

export const tokenModifiers = ['definition', 'deprecated'] as const;

export type TokenType = (typeof tokenTypes)[number];
export type TokenModifier = (typeof tokenModifiers)[number];

/** A word with its role. Offsets count in the text of its document; it never runs over the end of a line. */
export interface Token {
  readonly start: number;
  readonly end: number;
  readonly type: TokenType;
  readonly modifiers?: readonly TokenModifier[];
}
