import { actionKinds } from '../../language/actions/codeActions.js';
import { liveDocument, type Handler } from './handler.js';

export const codeActionsHandler: Handler = {
  capabilities: () => ({ codeActionProvider: { codeActionKinds: actionKinds } }),
  listen: (session) => {
    session.connection.onCodeAction(async ({ textDocument, range, context: { only } }, token) => {
      const document = liveDocument(session, textDocument.uri, token);
      return document ? session.service.codeActions(document, { range, ...(only && { only }) }) : [];
    });
  },
};
