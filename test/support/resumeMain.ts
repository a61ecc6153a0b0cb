import { createHttpPlatform } from '../../src/platform/http/httpPlatform.js';
import { undiciTransport } from '../../src/platform/http/undiciTransport.js';
import { FilePendingWrites } from '../../src/platform/writes/filePendingWrites.js';
import { resumeDelivery } from '../../src/platform/writes/resumeDelivery.js';

/** A window that finds what another left behind: `resume URL FOLDER`, the token from the standard input; prints JSON. */
const [url = '', folder = ''] = process.argv.slice(2);
const chunks: Buffer[] = [];
for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
const token = Buffer.concat(chunks).toString();
const platform = createHttpPlatform({
  url,
  token: () => Promise.resolve(token),
  transport: undiciTransport(),
});
const pending = new FilePendingWrites(folder);
const results = [];
for (const write of await pending.all()) {
  const ui = { started: () => undefined, event: () => undefined };
  const result = await resumeDelivery(platform, write, pending, ui);
  results.push(result.outcome === 'done' ? { id: result.operation.id, state: result.operation.state } : {});
}
process.stdout.write(`${JSON.stringify(results)}\n`);
platform.dispose();
