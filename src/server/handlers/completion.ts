import { liveDocument, type Handler } from './handler.js';

export const completionHandler: Handler = {
  capabilities: () => ({ completionProvider: { triggerCharacters: [' ', ':'], resolveProvider: false } }),
  listen: (session) => {
    const snippets = session.client.textDocument?.completion?.completionItem?.snippetSupport === true;
    session.connection.onCompletion(({ textDocument, position }, token) => {
      const document = liveDocument(session, textDocument.uri, token);
      return document ? session.service.complete(document, position, { snippets }) : [];
    });
  },
};
