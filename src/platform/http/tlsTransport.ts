import http from 'node:http';
import https from 'node:https';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Transport } from './transport.js';

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
export function tlsTransport(material: () => Promise<TlsMaterial>): Transport {
  const plain = new http.Agent({ keepAlive: true });
  const agents = new Map<string, https.Agent>();
  const agentFor = (tls: TlsMaterial): https.Agent => {
    const key = JSON.stringify(tls);
    const known = agents.get(key) ?? new https.Agent({ keepAlive: true, ...optionsOf(tls) });
    agents.set(key, known);
    return known;
  };
  return {
    async send({ method, url, headers, body, signal }) {
      const tls = await material();
      signal.throwIfAborted();
      const isPlain = url.protocol === 'http:';
      const options = {
        method,
        signal,
        agent: isPlain ? plain : agentFor(tls),
        headers: { 'accept-encoding': 'gzip', ...headers },
      };
      const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
        const request = (isPlain ? http : https).request(url, options, resolve);
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

function optionsOf({ ca, cert, key, serverName, isInsecure = false }: TlsMaterial): https.AgentOptions {
  return {
    rejectUnauthorized: !isInsecure,
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    ...(serverName !== undefined && { servername: serverName }),
  };
}
