import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { CompletionItem, Position } from 'vscode-languageserver-types';

export function complete(_source: TextDocument, _position: Position): CompletionItem[] {
  return [];
}
