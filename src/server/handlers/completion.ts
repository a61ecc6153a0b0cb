import type { CompletionItem } from 'vscode-languageserver';
import { shownItem } from '../words.js';
import { liveDocument, type Handler } from './handler.js';

export const completionHandler: Handler = {
  capabilities: () => ({
    completionProvider: { triggerCharacters: [' ', ':', '.', '{', '/'], resolveProvider: true },
  }),
  listen: (session) => {
    const { snippetSupport, documentationFormat } =
      session.client.textDocument?.completion?.completionItem ?? {};
    const snippets = snippetSupport === true;
    const shown = (item: CompletionItem): CompletionItem => shownItem(item, documentationFormat);
    session.connection.onCompletion(async ({ textDocument, position }, token) => {
      const document = liveDocument(session, textDocument.uri, token);
      if (!document) return [];
      // Where names stand, the schema has but examples: those that exist take their place.
      const found = await session.service.completeNames(document, position, { snippets });
      const { isIncomplete, besideSchema } = found;
      const items = found.items.map(shown);
      if (items.length > 0 && besideSchema !== true) return isIncomplete ? { items, isIncomplete } : items;
      const known = new Set(items.map(({ label }) => label));
      const others = session.service.complete(document, position, { snippets, isLazy: true });
      return [...items, ...others.filter(({ label }) => !known.has(label))];
    });
    session.connection.onCompletionResolve((item) => shown(session.service.resolveCompletion(item)));
  },
};
