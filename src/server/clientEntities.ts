import type { Connection } from 'vscode-languageserver';
import type { EntityPort } from '../language/ports.js';
import type { ClientRequests } from '../language/protocol.js';

type Answer = ClientRequests['goldenPath/entity']['result'];

/** Entities of the catalogue, as the client shows them. */
export function clientEntities(connection: Connection): EntityPort {
  return {
    documentOf: (ref) =>
      connection
        .sendRequest<Answer>('goldenPath/entity', { ref })
        .then((uri) => uri ?? undefined)
        .catch(() => undefined),
  };
}
