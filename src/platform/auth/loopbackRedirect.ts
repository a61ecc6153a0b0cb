import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onAbort, abortReason } from '../../base/abort.js';
import { Emitter } from '../../base/events.js';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import { isLoopback } from '../http/url.js';
import type { Redirect } from './redirect.js';

const anyPort = 'http://127.0.0.1:0/callback';

/**
 * Waits for the browser on this machine (RFC 8252 §7.3) at an address of it, unless said at 127.0.0.1 and a port of the
 * system's choice, for as long as it is not disposed. Rejects with `UserError` where the port cannot be had.
 */
export async function loopbackRedirect(wanted = anyPort): Promise<Redirect> {
  const { hostname, pathname, port: wantedPort } = loopbackUrl(wanted);
  const arrivals = new Emitter<{ readonly url: URL; readonly take: (state: string) => void }>();
  const server = createServer((request, response) => {
    const url = returnOf(request, origin, pathname);
    if (!url) {
      respond(response, 404, t('There is nothing here.'));
      return;
    }
    const takers: string[] = [];
    arrivals.fire({ url, take: (state) => takers.push(state) });
    if (takers.length > 0) respond(response, 200, wordsFor(url));
    else respond(response, 400, t('This sign-in was not asked for here, or it is over. Start it again.'));
  });
  const { port } = await listening(server, Number(wantedPort));
  const origin = `http://${hostname}:${port}`;
  return {
    uri: `${origin}${pathname}`,
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

/** Throws `UserError` for what is no plain address of this machine: a code of a sign-in goes nowhere else. */
function loopbackUrl(text: string): URL {
  const url = URL.parse(text);
  if (url?.protocol === 'http:' && isLoopback(url.hostname) && !url.search && !url.username) return url;
  throw new UserError(
    'sign-in.redirect',
    t('The platform has the browser come back to an address that is none of this machine. Tell its team.'),
  );
}

function listening(server: ReturnType<typeof createServer>, port: number): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) =>
      reject(
        new UserError(
          'sign-in.loopback',
          port === 0
            ? t(
                'No port of this machine is free for the browser to come back to. Sign in with a code instead.',
              )
            : t(
                'The browser comes back to port {0} of this machine, which another program uses. End that, such as another sign-in, then sign in again.',
                port,
              ),
          error,
        ),
      ),
    );
    server.listen(port, '127.0.0.1', () => resolve(server.address() as AddressInfo));
  });
}

/** The address of a genuine return: a navigation to our path under our own name, which no other page can rebind. */
function returnOf(
  { method, headers, url = '' }: IncomingMessage,
  origin: string,
  path: string,
): URL | undefined {
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
