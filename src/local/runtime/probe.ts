import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { t } from '../../base/l10n.js';
import type { GroupRegistry } from './groupRegistry.js';
import type { ProbeSpec } from './launch.js';
import { runToEnd } from './runToEnd.js';

export interface ProbePlace {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly registry: GroupRegistry;
}

/** Runs a probe once: `undefined` when it succeeds, else why not. Never rejects. */
export function runProbe(
  probe: ProbeSpec,
  timeoutMs: number,
  place: ProbePlace,
): Promise<string | undefined> {
  if (probe.kind === 'http') return probeHttp(probe, timeoutMs);
  if (probe.kind === 'tcp') return probeTcp(probe.port, timeoutMs);
  return probeExec(probe.command, timeoutMs, place);
}

function probeHttp(
  probe: Extract<ProbeSpec, { kind: 'http' }>,
  timeoutMs: number,
): Promise<string | undefined> {
  const address = `${probe.scheme}://${probe.host}:${probe.port}${probe.path}`;
  return new Promise((resolve) => {
    const options = {
      host: probe.host,
      port: probe.port,
      path: probe.path,
      headers: probe.headers,
      agent: false,
      signal: AbortSignal.timeout(timeoutMs),
      // Like a kubelet: a probe asks whether it answers, not who signed it.
      rejectUnauthorized: false,
    };
    const onResponse = (response: http.IncomingMessage): void => {
      response.resume();
      const status = response.statusCode ?? 0;
      resolve(status >= 200 && status < 400 ? undefined : t('{0} answers {1}', address, status));
    };
    const request = probe.scheme === 'https' ? https.get(options, onResponse) : http.get(options, onResponse);
    request.on('error', (error) =>
      resolve(
        error.name === 'AbortError' || error.name === 'TimeoutError'
          ? t('{0} does not answer within {1} ms', address, timeoutMs)
          : t('nothing answers at {0}', address),
      ),
    );
  });
}

function probeTcp(port: number, timeoutMs: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = net.connect({ host: 'localhost', port, timeout: timeoutMs });
    const done = (reason: string | undefined): void => {
      socket.destroy();
      resolve(reason);
    };
    socket.once('connect', () => done(undefined));
    socket.once('timeout', () => done(t('port {0} does not answer', port)));
    socket.once('error', () => done(t('nothing listens on port {0}', port)));
  });
}

async function probeExec(
  command: readonly string[],
  timeoutMs: number,
  place: ProbePlace,
): Promise<string | undefined> {
  const [file = '', ...args] = command;
  try {
    const exit = await runToEnd(
      { file, args, cwd: place.cwd, env: place.env },
      place.registry,
      () => undefined,
      AbortSignal.timeout(timeoutMs),
    );
    return exit.code === 0 ? undefined : t('"{0}" ended with exit code {1}', file, exit.code ?? '?');
  } catch {
    return t('"{0}" did not end within {1} ms', file, timeoutMs);
  }
}
