import { liveDocument, type Handler } from './handler.js';

export const hoverHandler: Handler = {
  capabilities: () => ({ hoverProvider: true }),
  listen: (session) => {
    session.connection.onHover(({ textDocument, position }, token) => {
      const document = liveDocument(session, textDocument.uri, token);
      return document ? (session.service.hover(document, position) ?? null) : null;
    });
  },
};
