import type { CompletionItem, Hover, MarkupKind } from 'vscode-languageserver';

/** The formats of words that a client names; one that names none is given Markdown. */
export type Formats = readonly MarkupKind[] | undefined;

function readsMarkdown(formats: Formats): boolean {
  return formats?.includes('markdown') ?? true;
}

/** A hover in a format that the client can show. */
export function shownHover(hover: Hover, formats: Formats): Hover {
  const { contents } = hover;
  if (readsMarkdown(formats) || typeof contents !== 'object' || !('kind' in contents)) return hover;
  return { ...hover, contents: { kind: 'plaintext', value: plainWords(contents.value) } };
}

/** An item with its documentation in a format that the client can show. */
export function shownItem(item: CompletionItem, formats: Formats): CompletionItem {
  const { documentation: words } = item;
  if (readsMarkdown(formats) || typeof words !== 'object') return item;
  return { ...item, documentation: { kind: 'plaintext', value: plainWords(words.value) } };
}

/** What is left of Markdown without its marks; code between fences is as it is. */
export function plainWords(markdown: string): string {
  return markdown
    .split(/^```.*\n?/m)
    .map((part, index) => (index % 2 === 0 ? withoutMarks(part) : part))
    .join('')
    .trimEnd();
}

function withoutMarks(text: string): string {
  return text
    .replace(/^---\n\n/gm, '')
    .replace(/\[([^\]\n]+)\]\(([^()\s]+)\)/g, '$1 ($2)')
    .replace(/\*\*([^\n]+?)\*\*/g, '$1')
    .replace(/`([^`\n]+)`/g, '$1')
    .replace(/\\([\\`*_{}[\]()#+.!|<>-])/g, '$1');
}
