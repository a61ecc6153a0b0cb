import http from 'node:http';
import https from 'node:https';
import net from 'node:net';

export interface ConnectProxy {
  readonly url: string;
  /** Places that tunnels were asked for, and addresses that were asked for whole. */
  readonly seen: string[];
  stop(): Promise<void>;
}

export interface ConnectProxyOptions {
  /** Where a name leads, as the proxy's own network knows it. */
  readonly leads?: Readonly<Record<string, string>>;
  /** `user:password`, without which nothing goes through. */
  readonly user?: string;
  /** What the proxy itself is spoken to with, by TLS. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

/** A forward proxy as companies have: it opens tunnels (RFC 9110, CONNECT) and sees nothing of what goes through. */
export async function startConnectProxy(options: ConnectProxyOptions = {}): Promise<ConnectProxy> {
  const { leads = {}, user, tls } = options;
  const seen: string[] = [];
  const sockets = new Set<net.Socket>();
  const wanted = user === undefined ? undefined : `Basic ${Buffer.from(user).toString('base64')}`;
  const isKnown = ({ headers }: http.IncomingMessage): boolean =>
    wanted === undefined || headers['proxy-authorization'] === wanted;
  const answer: http.RequestListener = (request, response) => {
    const address = new URL(request.url ?? '');
    seen.push(address.href);
    if (!isKnown(request)) return void response.writeHead(407).end();
    const to = leads[address.host] ?? address.host;
    const onward = http.request(`http://${to}${address.pathname}${address.search}`, (found) => {
      response.writeHead(found.statusCode ?? 502, found.headers);
      found.pipe(response);
    });
    onward.on('error', () => response.writeHead(502).end());
    onward.end();
  };
  const server = tls ? https.createServer(tls, answer) : http.createServer(answer);
  server.on('connect', (request: http.IncomingMessage, client: net.Socket) => {
    const place = request.url ?? '';
    seen.push(place);
    if (!isKnown(request)) return void client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    const { hostname, port } = new URL(`tcp://${leads[place] ?? place}`);
    const onward = net.connect({ host: hostname, port: Number(port) }, () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      onward.pipe(client).pipe(onward);
    });
    for (const socket of [client, onward]) {
      sockets.add(socket);
      socket.on('error', () => [client, onward].forEach((one) => one.destroy()));
      socket.on('close', () => sockets.delete(socket));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const own = user === undefined ? '' : `${encodeURIComponent(user).replace('%3A', ':')}@`;
  return {
    url: `${tls ? 'https' : 'http'}://${own}127.0.0.1:${port}`,
    seen,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        for (const socket of sockets) socket.destroy();
      }),
  };
}
