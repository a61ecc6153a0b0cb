import { DisposableStore } from '../../base/lifecycle.js';
import type { Log } from '../../model/log.js';
import { createHttpPlatform } from '../../platform/http/httpPlatform.js';
import { fetchTransport } from '../../platform/http/fetchTransport.js';
import { createLiveState } from '../../platform/live/liveState.js';
import type { OpenConnection } from './connection.js';

/** Binds connections over the editor's own `fetch`, which brings its proxy and certificates. */
export function openOverHttp(log: Log): OpenConnection {
  return (kind, { url, token }) => {
    const store = new DisposableStore();
    const platform = store.add(
      createHttpPlatform({
        url,
        token: () => Promise.resolve(token || undefined),
        transport: fetchTransport(),
        log,
      }),
    );
    const live = store.add(createLiveState(platform, { log }));
    return { kind, url, platform, live, dispose: () => store.dispose() };
  };
}
