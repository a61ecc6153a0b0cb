import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { nodeHost } from './nodeHost.js';
import { startServer } from './server.js';
import { wholeMessages } from './nodeMessages.js';

/** Language server on standard streams (`--stdio`) or Node IPC (`--node-ipc`). It ends when its client does. */
const connection = process.argv.includes('--stdio')
  ? createConnection(ProposedFeatures.all, process.stdin, wholeMessages(process.stdout))
  : createConnection(ProposedFeatures.all);

process.on('uncaughtException', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE' || error.code === 'ERR_IPC_CHANNEL_CLOSED') process.exit(1);
  connection.console.error(error.stack ?? error.message);
});
process.on('disconnect', () => process.exit(1));

startServer(connection, nodeHost);
