import type { CancellationToken } from 'vscode-languageserver';
import { ValueChecker } from '../../language/forms/checkValue.js';
import type { CustomRequests } from '../../language/protocol.js';
import { answering, type Handler } from './handler.js';

type Params = CustomRequests['goldenPath/validateValue']['params'];

/** Checks what a form holds against its schema, for clients that interpret no schema themselves. */
export const validateValueHandler: Handler = {
  capabilities: () => ({}),
  listen: ({ connection }) => {
    const checker = new ValueChecker();
    connection.onRequest('goldenPath/validateValue', ({ schema, value }: Params, token: CancellationToken) =>
      answering(token, () => checker.check(schema, value)),
    );
  },
};
