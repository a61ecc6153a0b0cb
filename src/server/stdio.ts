import {
  createConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import type { ServerHost } from './host.js';
import { nodeHost } from './nodeHost.js';
import { startServer } from './server.js';
import { wholeMessages } from './nodeMessages.js';

/** What a program that serves the language may know of a platform, and where its pages are. */
export type BoundHost = Pick<ServerHost, 'catalog' | 'manifestCheck' | 'schemas' | 'entities' | 'docsBase'>;

/** Serves the language on standard streams. The process ends when its client says so or goes away. */
export function serveStdio(bound: BoundHost): void {
  const reader = new StreamMessageReader(process.stdin);
  const writer = new StreamMessageWriter(wholeMessages(process.stdout));
  const connection = createConnection(ProposedFeatures.all, reader, writer);
  process.stdin.once('end', () => process.exit(1));
  startServer(connection, { ...nodeHost, ...bound });
}
