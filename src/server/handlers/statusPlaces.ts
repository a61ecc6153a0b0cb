import type { CancellationToken } from 'vscode-languageserver';
import type { CustomRequests } from '../../language/protocol.js';
import { liveDocument, type Handler } from './handler.js';

type Places = CustomRequests['goldenPath/statusPlaces'];

export const statusPlacesHandler: Handler = {
  capabilities: () => ({}),
  listen: (session) => {
    session.connection.onRequest(
      'goldenPath/statusPlaces',
      ({ textDocument }: Places['params'], token: CancellationToken): Places['result'] => {
        const document = liveDocument(session, textDocument.uri, token);
        return document ? session.service.statusPlaces(document) : null;
      },
    );
  },
};
