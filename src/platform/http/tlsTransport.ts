import http from 'node:http';
import https from 'node:https';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { ProxyFor } from './proxies.js';
import type { Transport } from './transport.js';
import { checkProxy, proxyHeaders, TunnelAgent } from './tunnel.js';

/** What one server is known by, and what we show it. PEM. */
export interface TlsMaterial {
  /** Authorities to trust instead of those of the machine. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** The name that the server's certificate is for, where its address is another. */
  readonly serverName?: string;
  /** The server's certificate is not looked at. */
  readonly isInsecure?: boolean;
}

/**
 * A transport that shows certificates of its own, which neither `fetch` nor the editor can. `material` is asked before
 * each request: certificates of short life are changed under way.
 */
export function tlsTransport(
  material: () => Promise<TlsMaterial>,
  proxyFor: ProxyFor = () => undefined,
): Transport {
  const plain = new http.Agent({ keepAlive: true });
  const agents = new Map<string, https.Agent>();
  const agentFor = (tls: TlsMaterial, proxy: URL | undefined): https.Agent => {
    const key = JSON.stringify([tls, proxy]);
    const options = { keepAlive: true, ...optionsOf(tls) };
    const known = agents.get(key) ?? (proxy ? new TunnelAgent(proxy, options) : new https.Agent(options));
    agents.set(key, known);
    return known;
  };
  return {
    async send({ method, url, headers, body, signal }) {
      const tls = await material();
      signal.throwIfAborted();
      const proxy = proxyFor(url);
      if (proxy) checkProxy(proxy);
      const isPlain = url.protocol === 'http:';
      const options = {
        method,
        signal,
        ...placeOf(url, isPlain ? proxy : undefined),
        agent: isPlain ? plain : agentFor(tls, proxy),
        protocol: url.protocol,
        headers: {
          host: url.host,
          'accept-encoding': 'gzip',
          ...(isPlain && proxy && proxyHeaders(proxy)),
          ...headers,
        },
      };
      const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
        // Not by `request`: an editor may have put another in its place, which knows no certificates of ours.
        const request = new http.ClientRequest(options, resolve);
        request.on('error', reject);
        request.end(body);
      });
      const isPacked = response.headers['content-encoding'] === 'gzip';
      return {
        status: response.statusCode ?? 0,
        header: (name) => {
          const value = response.headers[name.toLowerCase()];
          return typeof value === 'object' ? value.join(', ') : value;
        },
        body: isPacked ? pipeline(response, createGunzip(), () => undefined) : response,
      };
    },
    dispose() {
      plain.destroy();
      for (const agent of agents.values()) agent.destroy();
    },
  };
}

/** Through a proxy, what is not secret is asked of the proxy itself by its whole address. */
function placeOf(url: URL, proxy: URL | undefined): http.ClientRequestArgs {
  const { hostname, port, protocol } = proxy ?? url;
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port || (protocol === 'https:' ? 443 : 80),
    path: proxy ? url.href : `${url.pathname}${url.search}`,
  };
}

function optionsOf({ ca, cert, key, serverName, isInsecure = false }: TlsMaterial): https.AgentOptions {
  return {
    rejectUnauthorized: !isInsecure,
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    ...(serverName !== undefined && { servername: serverName }),
  };
}
