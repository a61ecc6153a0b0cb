import type { SemanticTokens, SemanticTokensEdit } from 'vscode-languageserver';
import type { SemanticToken } from '../language/text/semanticTokens.js';

/** The five numbers of each token that LSP sends, places relative to the token before. */
export function encodeTokens(tokens: readonly SemanticToken[]): number[] {
  const data: number[] = [];
  let last = { line: 0, character: 0 };
  for (const { line, character, length, type, modifiers } of tokens) {
    data.push(line - last.line, line === last.line ? character - last.character : character);
    data.push(length, type, modifiers);
    last = { line, character };
  }
  return data;
}

/** What makes the second list of numbers of the first: one edit around all that differs, none where they are equal. */
export function tokenEdits(before: readonly number[], after: readonly number[]): SemanticTokensEdit[] {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  if (start === most && before.length === after.length) return [];
  let end = 0;
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return [{ start, deleteCount: before.length - start - end, data: after.slice(start, after.length - end) }];
}

/** What was last sent of each document, under an id that the client names to be sent the difference alone. */
export class SentTokens {
  readonly #byUri = new Map<string, Required<SemanticTokens>>();
  #lastId = 0;

  get(uri: string, resultId: string): readonly number[] | undefined {
    const known = this.#byUri.get(uri);
    return known?.resultId === resultId ? known.data : undefined;
  }

  set(uri: string, data: number[]): Required<SemanticTokens> {
    const result = { resultId: String(++this.#lastId), data };
    this.#byUri.set(uri, result);
    return result;
  }

  forget(uri: string): void {
    this.#byUri.delete(uri);
  }
}
