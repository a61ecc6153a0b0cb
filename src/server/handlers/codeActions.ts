import { CodeActionTriggerKind, type ClientCapabilities } from 'vscode-languageserver';
import { actionKinds, type Unresolved } from '../../language/actions/codeActions.js';
import type { ActionClient, CodeActionQuery } from '../../language/actions/scene.js';
import { liveDocument, type Handler, type Session } from './handler.js';

export const codeActionsHandler: Handler = {
  capabilities: (client) => ({
    codeActionProvider: { codeActionKinds: actionKinds, resolveProvider: clientOf(client).resolvesEdits },
  }),
  listen: (session) => {
    const { connection, service } = session;
    connection.onCodeAction(async ({ textDocument, range, context }, token) => {
      const { only, triggerKind } = context;
      const isAutomatic = triggerKind === CodeActionTriggerKind.Automatic;
      const document = liveDocument(session, textDocument.uri, token);
      return document
        ? service.codeActions(document, queryOf(session, { range, isAutomatic, ...(only && { only }) }))
        : [];
    });
    connection.onCodeActionResolve(async (action, token) => {
      const { uri, version, range } = (action.data ?? {}) as Partial<Unresolved>;
      const document = uri === undefined ? undefined : liveDocument(session, uri, token);
      if (!document || !range || document.version !== version) return action;
      return service.resolveCodeAction(document, action, queryOf(session, { range }));
    });
  },
};

function queryOf({ client, index }: Session, asked: CodeActionQuery): CodeActionQuery {
  return { ...asked, client: clientOf(client), workspaceRoots: index.roots };
}

function clientOf({ workspace, textDocument }: ClientCapabilities): ActionClient {
  const edits = workspace?.workspaceEdit;
  const operations = edits?.documentChanges === true ? (edits.resourceOperations ?? []) : [];
  const { resolveSupport, dataSupport, disabledSupport } = textDocument?.codeAction ?? {};
  return {
    createsFiles: operations.includes('create'),
    deletesFiles: operations.includes('delete') && edits?.changeAnnotationSupport !== undefined,
    resolvesEdits: dataSupport === true && resolveSupport?.properties.includes('edit') === true,
    showsDisabled: disabledSupport === true,
  };
}
