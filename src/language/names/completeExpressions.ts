import type { CompletionItem, CompletionItemKind, Position } from 'vscode-languageserver-types';
import type { TemplateAround } from '../templating/templateAround.js';
import { expressionWords, typedExpression } from './expressionWords.js';

const kinds = { variable: 6, filter: 3 } as const satisfies Record<string, CompletionItemKind>;

/** What can follow in the `${{ }}` that is open at a position of a scaffolder template; `undefined` when none is. */
export function expressionItems(
  line: string,
  position: Position,
  around: () => TemplateAround | undefined,
): CompletionItem[] | undefined {
  const typed = typedExpression(line.slice(0, position.character));
  const template = typed && around();
  if (!template) return undefined;
  const prefix = typed.parts.at(-1) ?? '';
  const rest = /^[\w$-]*/.exec(line.slice(position.character))?.[0].length ?? 0;
  const range = {
    start: { line: position.line, character: position.character - prefix.length },
    end: { line: position.line, character: position.character + rest },
  };
  return expressionWords(typed, template).map(({ name, detail, words }, index) => ({
    label: name,
    kind: typed.isFilter ? kinds.filter : kinds.variable,
    sortText: `!${String(index).padStart(4, '0')}`,
    filterText: name,
    textEdit: { range, newText: name },
    ...(detail !== undefined && { labelDetails: { description: detail } }),
    ...(words !== undefined && { documentation: words }),
  }));
}
