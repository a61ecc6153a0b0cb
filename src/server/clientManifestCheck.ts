import type { Connection } from 'vscode-languageserver';
import type { ManifestCheckPort } from '../language/ports.js';
import type { ClientRequests } from '../language/protocol.js';

type Answer = ClientRequests['goldenPath/validateManifest']['result'];

/** The platform's own check, as the client passes it on. */
export function clientManifestCheck(connection: Connection): ManifestCheckPort {
  return {
    check: (yaml, value) =>
      connection
        .sendRequest<Answer>('goldenPath/validateManifest', { yaml, value })
        .then((answer) => answer ?? undefined)
        .catch(() => undefined),
  };
}
