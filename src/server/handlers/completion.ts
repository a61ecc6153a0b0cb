import { liveDocument, type Handler } from './handler.js';

export const completionHandler: Handler = {
  capabilities: () => ({
    completionProvider: { triggerCharacters: [' ', ':', '.', '{', '/'], resolveProvider: true },
  }),
  listen: (session) => {
    const snippets = session.client.textDocument?.completion?.completionItem?.snippetSupport === true;
    session.connection.onCompletion(async ({ textDocument, position }, token) => {
      const document = liveDocument(session, textDocument.uri, token);
      if (!document) return [];
      // Where names stand, the schema has but examples: those that exist take their place.
      const { items, isIncomplete } = await session.service.completeNames(document, position, { snippets });
      if (items.length === 0) return session.service.complete(document, position, { snippets, isLazy: true });
      return isIncomplete ? { items, isIncomplete } : items;
    });
    session.connection.onCompletionResolve((item) => session.service.resolveCompletion(item));
  },
};
