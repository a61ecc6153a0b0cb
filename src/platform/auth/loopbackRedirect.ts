import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onAbort, abortReason } from '../../base/abort.js';
import { Emitter } from '../../base/events.js';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import type { Redirect } from './redirect.js';

const path = '/callback';

/**
 * Waits for the browser on this machine (RFC 8252 §7.3): 127.0.0.1, a port of the system's choice, for as long as it is
 * not disposed. Rejects with `UserError` where no port can be had.
 */
export async function loopbackRedirect(): Promise<Redirect> {
  const arrivals = new Emitter<{ readonly url: URL; readonly take: (state: string) => void }>();
  const server = createServer((request, response) => {
    const url = returnOf(request, origin);
    if (!url) {
      respond(response, 404, t('There is nothing here.'));
      return;
    }
    const takers: string[] = [];
    arrivals.fire({ url, take: (state) => takers.push(state) });
    if (takers.length > 0) respond(response, 200, wordsFor(url));
    else respond(response, 400, t('This sign-in was not asked for here, or it is over. Start it again.'));
  });
  const { port } = await listening(server);
  const origin = `http://127.0.0.1:${port}`;
  return {
    uri: `${origin}${path}`,
    returned: (state, signal) =>
      new Promise((resolve, reject) => {
        const aborted = onAbort(signal, () => {
          subscription.dispose();
          reject(abortReason(signal));
        });
        const subscription = arrivals.event(({ url, take }) => {
          if (url.searchParams.get('state') !== state) return;
          take(state);
          subscription.dispose();
          aborted.dispose();
          resolve(url);
        });
      }),
    dispose() {
      arrivals.dispose();
      server.close();
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), 1_000).unref();
    },
  };
}

function listening(server: ReturnType<typeof createServer>): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) =>
      reject(
        new UserError(
          'sign-in.loopback',
          t('No port of this machine is free for the browser to come back to. Sign in with a code instead.'),
          error,
        ),
      ),
    );
    server.listen(0, '127.0.0.1', () => resolve(server.address() as AddressInfo));
  });
}

/** The address of a genuine return: a navigation to our path under our own name, which no other page can rebind. */
function returnOf({ method, headers, url = '' }: IncomingMessage, origin: string): URL | undefined {
  if (method !== 'GET' || `http://${headers.host ?? ''}` !== origin) return undefined;
  if (!URL.canParse(url, origin)) return undefined;
  const address = new URL(url, origin);
  return address.origin === origin && address.pathname === path ? address : undefined;
}

function wordsFor(url: URL): string {
  return url.searchParams.has('error')
    ? t('Sign-in did not succeed. Go back to where you started it.')
    : t('You are signed in. You can close this page.');
}

function respond(response: ServerResponse, status: number, words: string): void {
  const page = `<!doctype html><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>Golden Path</title><style>body{font:16px system-ui;display:grid;place-content:center;height:90vh}</style><p>${escaped(words)}</p>`;
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    connection: 'close',
  });
  response.end(page);
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
}
