import type { TextDocumentEdit, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import { t } from '../../base/l10n.js';
import type { FileEdits } from '../../language/navigation/rename.js';
import { canonicalUri } from '../canonicalUri.js';
import { answering, knownDocuments, liveDocument, type Handler, type Session } from './handler.js';

const annotationId = 'otherFiles';

export const renameHandler: Handler = {
  capabilities: () => ({ renameProvider: { prepareProvider: true } }),
  listen: (session) => {
    const { connection, service } = session;
    connection.onPrepareRename(async ({ textDocument, position }, token) => {
      const document = liveDocument(session, textDocument.uri, token);
      if (!document) return null;
      return answering(token, async (signal) => {
        const known = await knownDocuments(session, signal);
        return service.prepareRename(document, position, known) ?? null;
      });
    });
    connection.onRenameRequest(async ({ textDocument, position, newName }, token) => {
      const document = liveDocument(session, textDocument.uri, token);
      if (!document) return null;
      return answering(token, async (signal) => {
        const known = await knownDocuments(session, signal);
        const files = await service.rename(document, position, newName, known);
        return workspaceEdit(session, files, textDocument.uri);
      });
    });
  },
};

/** As much as the client can take: versions of open documents, and files to be looked at before they are changed. */
function workspaceEdit(session: Session, files: readonly FileEdits[], from: string): WorkspaceEdit {
  const can = session.client.workspace?.workspaceEdit;
  if (can?.documentChanges !== true) {
    return { changes: Object.fromEntries(files.map(({ uri, edits }) => [uri, [...edits]])) };
  }
  const own = canonicalUri(from);
  const asks = can.changeAnnotationSupport !== undefined && files.length > 1;
  const documentChanges = files.map(({ uri, edits }): TextDocumentEdit => {
    const isOther = asks && canonicalUri(uri) !== own;
    return {
      textDocument: { uri, version: session.documents.get(uri)?.version ?? null },
      edits: isOther ? edits.map((edit: TextEdit) => ({ ...edit, annotationId })) : [...edits],
    };
  });
  if (!asks) return { documentChanges };
  const annotation = { label: t('The same name in other files'), needsConfirmation: true };
  return { documentChanges, changeAnnotations: { [annotationId]: annotation } };
}
