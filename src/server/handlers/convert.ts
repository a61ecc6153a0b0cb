import type { CancellationToken } from 'vscode-languageserver';
import { convertFile } from '../convertFile.js';
import { answering, type Handler } from './handler.js';
import type { CustomRequests } from '../../language/protocol.js';

type Params = CustomRequests['goldenPath/convert']['params'];

/** Converts a file for a client that then decides what to do with it. */
export const convertHandler: Handler = {
  capabilities: () => ({}),
  listen: ({ connection, documents }) => {
    connection.onRequest('goldenPath/convert', (params: Params, token: CancellationToken) =>
      answering(token, () => convertFile(params, documents)),
    );
  },
};
