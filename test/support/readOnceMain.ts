import { PlatformError } from '../../src/model/errors.js';
import { createHttpPlatform } from '../../src/platform/http/httpPlatform.js';
import { undiciTransport } from '../../src/platform/http/undiciTransport.js';

/**
 * Reads what a platform says of itself, as a program of its own: proxies and certificates come from the environment.
 * `readOnce URL`, the token from the standard input; prints JSON.
 */
const chunks: Buffer[] = [];
for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
const token = Buffer.concat(chunks).toString();
const platform = createHttpPlatform({
  url: process.argv[2] ?? '',
  token: () => Promise.resolve(token),
  transport: undiciTransport(),
  policy: { backoffBaseMs: 1 },
});
const result = await platform.getInfo().then(
  ({ name }) => ({ name }),
  (error: unknown) => ({
    code: PlatformError.is(error) ? error.code : '',
    message: error instanceof Error ? error.message : String(error),
  }),
);
process.stdout.write(`${JSON.stringify(result)}\n`);
platform.dispose();
