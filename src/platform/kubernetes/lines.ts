import { t } from '../../base/l10n.js';
import { PlatformError } from '../../model/errors.js';
import type { Call } from '../http/call.js';
import type { Client } from '../http/client.js';
import { deadline } from '../http/deadline.js';
import { silent } from '../http/eventStream.js';

/** Above this many characters a line is refused: an object of a cluster has at most 1.5 MB. */
const mostCharacters = 4 * 1024 * 1024;

/**
 * The lines of a stream, until its server ends it. Throws `PlatformError` for a refusal, when the connection breaks and
 * when it is silent for longer than `silenceMs`; `AbortError` when `signal` aborts.
 */
export async function* readLines(
  client: Client,
  call: Call<unknown>,
  { signal, silenceMs }: { readonly signal?: AbortSignal | undefined; readonly silenceMs: number },
): AsyncGenerator<string> {
  const url = client.urlOf(call);
  const watchdog = deadline(client.policy.headersMs, () => silent(url), signal);
  try {
    const response = await client.attach(watchdog.signal, async (token) => {
      const answer = await client.open(call, { accept: '*/*' }, token, watchdog.signal);
      if (answer.status !== 200) await client.read(call, answer, token, () => undefined);
      return answer;
    });
    const decoder = new TextDecoder();
    let rest = '';
    for await (const chunk of response.body) {
      watchdog.restart(silenceMs);
      const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = parts.pop() ?? '';
      if (rest.length > mostCharacters) {
        throw new PlatformError('too-large', t('{0} sends a line without an end.', url.host));
      }
      yield* parts;
    }
    if (rest !== '') yield rest;
  } catch (error) {
    throw client.failure(url, error, watchdog.signal);
  } finally {
    // Ends the connection when the reader goes before the server does.
    watchdog.abort(new DOMException('The reader left', 'AbortError'));
    watchdog.dispose();
  }
}
