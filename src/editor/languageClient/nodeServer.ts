import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import type { ConnectServer } from './manifestClient.js';

/** Runs the server, `dist/server.cjs`, as a process of its own. */
export function nodeServer(module: string): ConnectServer {
  const server = { module, transport: TransportKind.ipc };
  // With the extension under a debugger, the server listens for one on the port of the launch configuration.
  const debug = { ...server, options: { execArgv: ['--inspect=6009'] } };
  return (options) => new LanguageClient('goldenPath', 'Golden Path', { run: server, debug }, options);
}
