import { liveDocument, type Handler } from './handler.js';

export const documentSymbolsHandler: Handler = {
  capabilities: () => ({ documentSymbolProvider: true }),
  listen: (session) => {
    session.connection.onDocumentSymbol(({ textDocument }, token) => {
      const document = liveDocument(session, textDocument.uri, token);
      return document ? session.service.symbols(document) : [];
    });
  },
};
