import type { Handler } from './handler.js';

/** Hears that the platform knows other names than before, and checks the open documents by them. */
export const catalogHandler: Handler = {
  capabilities: () => ({}),
  listen: ({ connection, forgetNames, service, publisher }) => {
    connection.onNotification('goldenPath/catalogChanged', () => {
      forgetNames();
      service.forgetServedSchemas();
      void publisher.recheck();
    });
  },
};
