import { answering, knownDocuments, liveDocument, type Handler } from './handler.js';

export const referencesHandler: Handler = {
  capabilities: () => ({ referencesProvider: true }),
  listen: (session) => {
    session.connection.onReferences(async ({ textDocument, position, context }, token) => {
      const document = liveDocument(session, textDocument.uri, token);
      if (!document) return [];
      return answering(token, async (signal) => {
        const known = await knownDocuments(session, signal);
        return session.service.references(document, position, known, context.includeDeclaration);
      });
    });
  },
};
