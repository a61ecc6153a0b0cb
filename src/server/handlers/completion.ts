import type { CompletionItem } from 'vscode-languageserver';
import { liveDocument, type Handler } from './handler.js';

export const completionHandler: Handler = {
  capabilities: () => ({
    completionProvider: { triggerCharacters: [' ', ':', '.', '{', '/'], resolveProvider: false },
  }),
  listen: (session) => {
    const snippets = session.client.textDocument?.completion?.completionItem?.snippetSupport === true;
    session.connection.onCompletion(async ({ textDocument, position }, token) => {
      const document = liveDocument(session, textDocument.uri, token);
      if (!document) return [];
      const items = session.service.complete(document, position, { snippets });
      const names = await session.service.completeNames(document, position);
      const all = merged(names.items, items);
      return names.isIncomplete ? { items: all, isIncomplete: true } : all;
    });
  },
};

/** What exists stands before what the schema has for an example; nothing stands twice. */
function merged(names: readonly CompletionItem[], items: readonly CompletionItem[]): CompletionItem[] {
  const labels = new Set(names.map(({ label }) => label));
  return [...names, ...items.filter(({ label }) => !labels.has(label))];
}
