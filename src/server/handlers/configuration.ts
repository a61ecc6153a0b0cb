import { DidChangeConfigurationNotification } from 'vscode-languageserver';
import type { Handler } from './handler.js';

/** Reads the client's settings at start and whenever they change, and checks the open documents by them. */
export const configurationHandler: Handler = {
  capabilities: () => ({}),
  listen: ({ connection, client, settings, publisher, onInitialized }) => {
    const canAsk = client.workspace?.configuration === true;
    const failed = (error: unknown): void => connection.console.error(String(error));
    const take = (value: unknown): void => {
      settings.set(value);
      void publisher.recheck();
    };
    const ask = async (): Promise<void> => {
      take((await connection.workspace.getConfiguration('goldenPath')) as unknown);
    };
    onInitialized(() => {
      if (!canAsk) return;
      void ask().catch(failed);
      if (client.workspace?.didChangeConfiguration?.dynamicRegistration !== true) return;
      void connection.client
        .register(DidChangeConfigurationNotification.type, { section: 'goldenPath' })
        .catch(failed);
    });
    connection.onDidChangeConfiguration(({ settings: pushed }) => {
      if (canAsk) void ask().catch(failed);
      else take((pushed as { goldenPath?: unknown } | null)?.goldenPath);
    });
  },
};
