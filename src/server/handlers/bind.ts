import type { CancellationToken } from 'vscode-languageserver';
import type { CustomRequests } from '../../language/protocol.js';
import { bindToService } from '../../language/services/bindToService.js';
import { answering, type Handler } from './handler.js';

type Params = CustomRequests['goldenPath/bind']['params'];

/** Edits a manifest for a client that provisioned a resource or set a secret. The client applies the edit. */
export const bindHandler: Handler = {
  capabilities: () => ({}),
  listen: ({ connection, documents }) => {
    connection.onRequest('goldenPath/bind', ({ uri, service, binding }: Params, token: CancellationToken) =>
      answering(token, async () => {
        const source = await documents.read(uri);
        const edits = source && bindToService(source, service, binding);
        return edits ? { documentChanges: [{ textDocument: { uri, version: null }, edits }] } : null;
      }),
    );
  },
};
