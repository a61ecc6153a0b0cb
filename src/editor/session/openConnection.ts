import { DisposableStore } from '../../base/lifecycle.js';
import type { Log } from '../../model/log.js';
import { createHttpPlatform } from '../../platform/http/httpPlatform.js';
import { fetchTransport } from '../../platform/http/fetchTransport.js';
import { createLiveState } from '../../platform/live/liveState.js';
import type { OpenConnection } from './connection.js';
import type { SessionPorts } from './session.js';

/** Binds connections over the editor's own `fetch`, which brings its proxy and certificates. */
export function openOverHttp(log: Log): OpenConnection {
  return (address, token) => {
    const store = new DisposableStore();
    const { url } = address;
    const platform = store.add(clientOverHttp(log)(url, token));
    const live = store.add(createLiveState(platform, { log }));
    return { ...address, platform, live, dispose: () => store.dispose() };
  };
}

/** Makes clients without a live picture. */
export function clientOverHttp(log: Log): SessionPorts['trial'] {
  return (url, token) => createHttpPlatform({ url, token, transport: fetchTransport(), log });
}
