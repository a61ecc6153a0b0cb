import net from 'node:net';
import type { Disposable } from '../../base/lifecycle.js';
import type { Passages } from './passages.js';

/**
 * A port that stays while the process behind it changes: other services are told this one, so that a deployment
 * or a restart of what they call does not cut them off.
 */
export interface Relay extends Disposable {
  readonly port: number;
  /** Where connections go from now on; `undefined` refuses them. */
  setTarget(port: number | undefined): void;
}

export async function startRelay(passages: Passages): Promise<Relay> {
  let target: number | undefined;
  const server = net.createServer((incoming) => {
    if (target === undefined) {
      incoming.destroy();
      return;
    }
    const outgoing = net.connect({ host: 'localhost', port: target });
    const passage = passages.open(target);
    const end = (): void => {
      passage.closed();
      incoming.destroy();
      outgoing.destroy();
    };
    incoming.on('error', end).on('close', end);
    outgoing.on('error', end).on('close', end);
    incoming.on('data', () => passage.asked());
    outgoing.on('data', () => passage.answered());
    incoming.pipe(outgoing).pipe(incoming);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  server.unref();
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    setTarget(port) {
      target = port;
    },
    dispose() {
      server.close();
    },
  };
}
