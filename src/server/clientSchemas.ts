import type { Connection } from 'vscode-languageserver';
import type { SchemaPort } from '../language/ports.js';
import type { ClientRequests } from '../language/protocol.js';

type Answer = ClientRequests['goldenPath/schema']['result'];

/** The schemas of the connected platform, as the client passes them on. */
export function clientSchemas(connection: Connection): SchemaPort {
  return {
    served: () =>
      connection
        .sendRequest<Answer>('goldenPath/schema', {})
        .then((answer) => answer ?? undefined)
        .catch(() => undefined),
  };
}
