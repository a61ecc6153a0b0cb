import { DisposableStore } from '../../base/lifecycle.js';
import type { Log } from '../../model/log.js';
import { createHttpPlatform } from '../../platform/http/httpPlatform.js';
import { fetchTransport } from '../../platform/http/fetchTransport.js';
import { createLiveState } from '../../platform/live/liveState.js';
import { LastGood, type Shelf } from '../../platform/live/lastGood.js';
import { Origins } from '../../platform/http/origin.js';
import type { OpenConnection } from './connection.js';
import type { SessionPorts } from './session.js';

/**
 * Binds connections over the editor's own `fetch`, which brings its proxy and certificates. On `shelf` the last good
 * pictures wait for the next start.
 */
export function openOverHttp(log: Log, shelf?: Shelf): OpenConnection {
  const origins = new Origins();
  return (address, token, viewer) => {
    const store = new DisposableStore();
    const { url } = address;
    const platform = store.add(createHttpPlatform({ url, token, transport: fetchTransport(), log, origins }));
    const last = shelf && new LastGood(shelf, url, () => Promise.resolve(viewer));
    const live = store.add(createLiveState(platform, { log, ...(last && { last }) }));
    return { ...address, platform, live, dispose: () => store.dispose() };
  };
}

/** Makes clients without a live picture. */
export function clientOverHttp(log: Log): SessionPorts['trial'] {
  return (url, token) => createHttpPlatform({ url, token, transport: fetchTransport(), log });
}
