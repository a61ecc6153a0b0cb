import { t } from '../base/l10n.js';
import { refusal } from './refusal.js';

const mostBytes = 10 * 1024 * 1024;

/** What a server hears of a request: its headers by name in lower case, and its body as it comes. */
export interface IncomingBody extends AsyncIterable<Uint8Array> {
  readonly headers: { readonly 'content-type'?: string | undefined };
}

/** The body as JSON, or as text where its type is one of `otherTypes`. Throws `PlatformError`. */
export async function readBody(request: IncomingBody, otherTypes: readonly string[]): Promise<unknown> {
  const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const isJson = type === 'application/json';
  if (!isJson && !otherTypes.includes(type)) {
    throw refusal('unsupported-media-type', t('Send the body as application/json.'));
  }
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let text = '';
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > mostBytes) {
      throw refusal('invalid-request', t('The body is larger than {0} MB.', mostBytes / 1024 / 1024), {
        status: 413,
      });
    }
    text += decoder.decode(chunk, { stream: true });
  }
  text += decoder.decode();
  if (!isJson) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw refusal('invalid-request', t('The body is not valid JSON.'), { status: 400 });
  }
}
