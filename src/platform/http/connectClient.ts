import { systemClock, type Clock } from '../../model/clock.js';
import { silentLog, type Log } from '../../model/log.js';
import type { TokenSource } from './authorized.js';
import { Client, type ClientOptions } from './client.js';
import { Origins } from './origin.js';
import { defaultPolicy, loopbackPolicy, type Policy } from './policy.js';
import type { Transport } from './transport.js';
import { isLoopback } from './url.js';

/** What every adapter is given to reach its server. */
export interface ClientConnection {
  /** As a person gives it. */
  readonly url: string;
  /** Asked before every request. */
  readonly token: TokenSource;
  /** Disposed with the platform. */
  readonly transport: Transport;
  readonly log?: Log;
  readonly clock?: Clock;
  readonly policy?: Partial<Policy>;
  /** What other clients in this process know of the same origins. */
  readonly origins?: Origins;
}

/** What an adapter knows of the servers of its kind. Its patience counts less than nearness, and that less than what is given. */
type Kind = Partial<Pick<ClientOptions, 'token' | 'authorization' | 'problemIn'>> & {
  readonly policy?: Partial<Policy>;
};

/** A client for the server at `url`, which has been checked. */
export function connectClient(
  url: string,
  {
    token,
    transport,
    log = silentLog,
    clock = systemClock,
    policy,
    origins = new Origins(),
  }: ClientConnection,
  { policy: patience, ...own }: Kind = {},
): Client {
  const root = new URL(url);
  const near = isLoopback(root.hostname) ? loopbackPolicy : {};
  const whole = { ...defaultPolicy, ...patience, ...near, ...policy };
  return new Client({
    url,
    token,
    transport,
    log,
    clock,
    ...own,
    origin: origins.of(root, whole),
    policy: whole,
  });
}
