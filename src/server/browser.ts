import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
  ProposedFeatures,
} from 'vscode-languageserver/browser';
import { noDisk } from './host.js';
import { startServer } from './server.js';

/** Language server in a web worker: it speaks through the worker's messages, and reads files through its client. */
const worker = globalThis as never;
const connection = createConnection(
  ProposedFeatures.all,
  new BrowserMessageReader(worker),
  new BrowserMessageWriter(worker),
);

startServer(connection, noDisk);
