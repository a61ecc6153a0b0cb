import net from 'node:net';

const recent = new Map<number, number>();
const reservedMs = 60_000;

/** A port nobody listens on, and that was not given away in the last minute. */
export async function freePort(): Promise<number> {
  const now = Date.now();
  for (const [port, at] of recent) if (now - at > reservedMs) recent.delete(port);
  for (;;) {
    const port = await ephemeralPort();
    if (recent.has(port)) continue;
    recent.set(port, now);
    return port;
  }
}

function ephemeralPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** Does nobody listen on this port of the loopback? */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}
