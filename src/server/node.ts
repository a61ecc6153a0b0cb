import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { nodeFiles } from './nodeFiles.js';
import { startServer } from './server.js';
import { yamlFiles } from './walk.js';

/** Language server on standard streams (`--stdio`) or Node IPC (`--node-ipc`). It ends when its client does. */
const connection = createConnection(ProposedFeatures.all);

process.on('uncaughtException', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE' || error.code === 'ERR_IPC_CHANNEL_CLOSED') process.exit(1);
  connection.console.error(error.stack ?? error.message);
});
process.on('disconnect', () => process.exit(1));

startServer(connection, { files: nodeFiles, yamlFiles });
