import type { Handler } from './handler.js';

/** Hears that another YAML server came or went, and checks the open documents with that in mind. */
export const neighbourHandler: Handler = {
  capabilities: () => ({}),
  listen: ({ connection, neighbour, documents, publisher }) => {
    connection.onNotification('goldenPath/neighbourChanged', (params: unknown) => {
      neighbour.set(params);
      for (const document of documents.all.all()) publisher.schedule(document);
    });
  },
};
