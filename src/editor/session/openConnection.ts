import { DisposableStore } from '../../base/lifecycle.js';
import type { Audience } from '../../model/live.js';
import type { Log } from '../../model/log.js';
import { createPlatform, inquire } from '../../platform/anyPlatform.js';
import { fetchTransport } from '../../platform/http/fetchTransport.js';
import { createLiveState } from '../../platform/live/liveState.js';
import { LastGood, type Shelf } from '../../platform/live/lastGood.js';
import { Origins } from '../../platform/http/origin.js';
import type { OpenConnection } from './connection.js';
import type { SessionPorts } from './session.js';
import { viewersShelf } from './viewersShelf.js';

export interface OpenOptions {
  /** Where the last good pictures wait for the next start. */
  readonly shelf?: Shelf;
  /** Whether the picture of a viewer may still wait there. */
  readonly isSignedIn?: (viewer: string) => Promise<boolean>;
  /** Who looks at the pictures of this window. */
  readonly audience?: Audience;
}

/** Binds connections over the editor's own `fetch`, which brings its proxy and certificates. */
export function openOverHttp(
  log: Log,
  { shelf, isSignedIn = () => Promise.resolve(true), audience }: OpenOptions = {},
): OpenConnection {
  const origins = new Origins();
  return (address, token, viewer) => {
    const store = new DisposableStore();
    const { url, type = 'contract', app } = address;
    const platform = store.add(
      createPlatform(type, {
        url,
        token,
        transport: fetchTransport(),
        log,
        origins,
        ...(app !== undefined && { app }),
      }),
    );
    const own = shelf && viewersShelf(shelf, () => isSignedIn(viewer));
    const last = own && new LastGood(own, url, () => Promise.resolve(viewer));
    const live = store.add(
      createLiveState(platform, { log, ...(last && { last }), ...(audience && { audience }) }),
    );
    return { ...address, platform, live, dispose: () => store.dispose() };
  };
}

/** Makes clients without a live picture. */
export function clientOverHttp(log: Log): SessionPorts['trial'] {
  return ({ url, type = 'contract' }, token) =>
    createPlatform(type, { url, token, transport: fetchTransport(), log });
}

/** Asks what stands at an address. */
export function inquireOverHttp(log: Log): SessionPorts['inquire'] {
  return (address, signal) => inquire(address, { transport: fetchTransport, log }, signal);
}
