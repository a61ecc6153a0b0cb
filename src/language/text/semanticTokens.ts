import type { Range } from 'vscode-languageserver-types';
import type { ManifestFile } from '../documents/manifestFile.js';
import { documentTokens } from './documentTokens.js';
import { tokenModifiers, tokenTypes } from './tokenTypes.js';

/** A token as LSP counts it: type and modifiers are numbers of the legend. */
export interface SemanticToken {
  readonly line: number;
  readonly character: number;
  readonly length: number;
  readonly type: number;
  /** A bit for each modifier. */
  readonly modifiers: number;
}

/** Keys by role, names of things, enumerated words, the parts of placeholders. Nothing beyond the size of full service. */
export function semanticTokens(file: ManifestFile, isOurs: boolean, range?: Range): SemanticToken[] {
  if (file.extent !== 'full') return [];
  const { source } = file;
  const from = range ? source.offsetAt(range.start) : 0;
  const to = range ? source.offsetAt(range.end) : Infinity;
  const found: SemanticToken[] = [];
  for (const { document, offset } of file.documents) {
    if (offset > to || offset + document.text.length < from) continue;
    for (const { start, end, type, modifiers = [] } of documentTokens(document, isOurs)) {
      if (offset + end < from || offset + start > to) continue;
      const { line, character } = source.positionAt(offset + start);
      found.push({
        line,
        character,
        length: end - start,
        type: tokenTypes.indexOf(type),
        modifiers: modifiers.reduce((bits, one) => bits | (1 << tokenModifiers.indexOf(one)), 0),
      });
    }
  }
  return found;
}
