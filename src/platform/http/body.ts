import { t } from '../../base/l10n.js';
import { PlatformError } from '../../model/errors.js';

/** Reads a body as UTF-8 text, its size counted after decompression. Throws `PlatformError` `too-large` at the limit. */
export async function readText(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
  alive: () => void,
): Promise<string> {
  const decoder = new TextDecoder();
  let size = 0;
  let text = '';
  for await (const chunk of body) {
    alive();
    size += chunk.byteLength;
    if (size > maxBytes) {
      throw new PlatformError(
        'too-large',
        t(
          'The platform answers with more than {0} MB. Ask for less at once.',
          Math.round(maxBytes / 2 ** 20),
        ),
      );
    }
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
