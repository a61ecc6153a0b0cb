import { answering, knownDocuments, type Handler } from './handler.js';

export const workspaceSymbolsHandler: Handler = {
  capabilities: () => ({ workspaceSymbolProvider: true }),
  listen: (session) => {
    session.connection.onWorkspaceSymbol(({ query }, token) =>
      answering(token, async (signal) =>
        session.service.workspaceSymbols(query, await knownDocuments(session, signal)),
      ),
    );
  },
};
