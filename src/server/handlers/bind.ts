import type { CancellationToken } from 'vscode-languageserver';
import type { TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import { pathFault } from '../../base/safePath.js';
import { folderOf } from '../../language/documents/uris.js';
import type { CustomRequests } from '../../language/protocol.js';
import { anyWorkload, bindToService, scoreFileOf } from '../../language/services/bindToService.js';
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
        if (edits) return editOf(uri, edits);
        // Resources belong to the workload, which may be in a Score file beside the manifest.
        const file = source && binding.in === 'resources' ? scoreFileOf(source, service) : undefined;
        if (file === undefined || pathFault(file) !== undefined) return null;
        const beside = `${folderOf(uri)}/${file.split('/').map(encodeURIComponent).join('/')}`;
        const score = await documents.read(beside);
        const inScore = score && bindToService(score, anyWorkload, binding);
        return inScore ? editOf(beside, inScore) : null;
      }),
    );
  },
};

function editOf(uri: string, edits: TextEdit[]): WorkspaceEdit {
  return { documentChanges: [{ textDocument: { uri, version: null }, edits }] };
}
