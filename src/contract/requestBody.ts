import type { IncomingMessage } from 'node:http';
import { t } from '../../base/l10n.js';
import { refusal } from '../delivery/refusal.js';

export const maxBodyBytes = 10 * 1024 * 1024;

/** The body as JSON, or as text where its type is one of `otherTypes`. Throws `PlatformError`. */
export async function readBody(request: IncomingMessage, otherTypes: readonly string[]): Promise<unknown> {
  const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const isJson = type === 'application/json';
  if (!isJson && !otherTypes.includes(type)) {
    throw refusal('unsupported-media-type', t('Send the body as application/json.'));
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBodyBytes) {
      throw refusal('invalid-request', t('The body is larger than {0} MB.', maxBodyBytes / 1024 / 1024), {
        status: 413,
      });
    }
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  if (!isJson) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw refusal('invalid-request', t('The body is not valid JSON.'), { status: 400 });
  }
}
