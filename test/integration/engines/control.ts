import http from 'node:http';
import type { Server } from './processes.js';

/**
 * Takes servers away and brings them back, for tests that run in other processes: `POST /<server>/stop`, `/crash`,
 * `/start`, `/restart`, `/pause` and `/resume`, each answered once it is done.
 */
export async function startControl(
  servers: readonly Server[],
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const act = async (name: string, action: string): Promise<void> => {
    const server = servers.find((candidate) => candidate.name === name);
    if (!server) {
      throw new Error(`There is no server "${name}", but ${servers.map((one) => one.name).join(', ')}.`);
    }
    if (action === 'stop' || action === 'restart') await server.stop();
    if (action === 'crash') await server.stop('SIGKILL');
    if (action === 'pause') server.pause();
    if (action === 'resume') server.resume();
    if (action === 'start' || action === 'restart') await server.start();
  };
  const listener = http.createServer((request, response) => {
    const [, name = '', action = ''] = (request.url ?? '').split('/');
    request.resume();
    act(name, action).then(
      () => response.writeHead(204).end(),
      (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.message : String(error)),
    );
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const address = listener.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        listener.close(() => resolve());
        listener.closeAllConnections();
      }),
  };
}
