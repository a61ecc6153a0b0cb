import type { IncomingMessage } from 'node:http';
import { t } from '../base/l10n.js';
import { refused } from './query.js';

const mostBytes = 10 * 1024 * 1024;

/** The body as JSON, or as text where it says that it is YAML. Rejects with `PlatformError`. */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/json' && type !== 'application/yaml') {
    throw refused('unsupported-media-type', t('Send the body as application/json.'));
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBytes) {
      const detail = t('The body is larger than {0} MB.', mostBytes / 2 ** 20);
      throw refused('invalid-request', detail, undefined, 413);
    }
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  if (type !== 'application/json') return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw refused('invalid-request', t('The body is not valid JSON.'), undefined, 400);
  }
}
