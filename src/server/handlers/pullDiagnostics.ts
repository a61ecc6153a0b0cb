import { LSPErrorCodes, ResponseError, type DocumentDiagnosticReport } from 'vscode-languageserver';
import { liveDocument, type Handler } from './handler.js';

/** Diagnostics for a client that fetches them (docs/decisions/0013-diagnostics-are-pushed-or-pulled.md). */
export const pullDiagnosticsHandler: Handler = {
  capabilities: (_, { publisher }) =>
    publisher.isPulled
      ? { diagnosticProvider: { interFileDependencies: true, workspaceDiagnostics: false } }
      : {},
  listen: (session) => {
    session.connection.languages.diagnostics.on(
      async ({ textDocument, previousResultId }, token): Promise<DocumentDiagnosticReport> => {
        const document = liveDocument(session, textDocument.uri, token);
        if (!document) return { kind: 'full', items: [] };
        const { version } = document;
        const report = await session.publisher.pull(document, previousResultId);
        if (session.documents.get(textDocument.uri)?.version === version) return report;
        throw new ResponseError(LSPErrorCodes.ServerCancelled, 'The document has changed.', {
          retriggerRequest: true,
        });
      },
    );
  },
};
