import { readNeighbour } from '../neighbour.js';
import type { Handler } from './handler.js';

/** Hears that another YAML server came or went, and checks the open documents with that in mind. */
export const neighbourHandler: Handler = {
  capabilities: () => ({}),
  listen: ({ connection, setNeighbour, documents, publisher }) => {
    connection.onNotification('goldenPath/neighbourChanged', (params: unknown) => {
      setNeighbour(readNeighbour(params));
      for (const document of documents.all.all()) publisher.schedule(document);
    });
  },
};
