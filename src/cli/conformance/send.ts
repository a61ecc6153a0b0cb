import { Agent, EnvHttpProxyAgent, type Dispatcher } from 'undici';
import type { HttpRequest, HttpResponse, Send } from '../../conformance/http.js';
import { isAbort } from '../../base/abort.js';
import { connectionError } from '../../platform/http/connectionError.js';
import { isLoopback } from '../../platform/http/url.js';

/** The network as the conformance kit wants it: no redirects, nothing unpacked. Proxies come from the environment. */
export function bareSend(): { readonly send: Send; dispose(): Promise<void> } {
  const options = { connect: { timeout: 5_000 }, headersTimeout: 0, bodyTimeout: 0 };
  const direct = new Agent(options);
  let proxied: Dispatcher | undefined;
  return {
    async send({ method, url, headers, body, signal }: HttpRequest): Promise<HttpResponse> {
      const dispatcher = isLoopback(url.hostname) ? direct : (proxied ??= new EnvHttpProxyAgent(options));
      try {
        const response = await dispatcher.request({
          origin: url.origin,
          path: `${url.pathname}${url.search}`,
          method,
          headers: { ...headers },
          signal,
          ...(body !== undefined && { body }),
        });
        return { status: response.statusCode, headers: plain(response.headers), body: response.body };
      } catch (error) {
        throw isAbort(error) ? error : connectionError(url, error);
      }
    },
    async dispose() {
      await Promise.all([direct.destroy(), proxied?.destroy()]);
    },
  };
}

function plain(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value = '']) => [
    name.toLowerCase(),
    typeof value === 'string' ? value : value.join(', '),
  ]);
  return Object.fromEntries(entries) as Record<string, string>;
}
