import { createHash } from 'node:crypto';
import { DisposableStore } from '../../base/lifecycle.js';
import type { Log } from '../../model/log.js';
import { createHttpPlatform } from '../../platform/http/httpPlatform.js';
import { fetchTransport } from '../../platform/http/fetchTransport.js';
import { createLiveState } from '../../platform/live/liveState.js';
import { LastGood, type Shelf } from '../../platform/live/lastGood.js';
import { Origins } from '../../platform/http/origin.js';
import type { OpenConnection } from './connection.js';

/**
 * Binds connections over the editor's own `fetch`, which brings its proxy and certificates. On `shelf` the last good
 * pictures wait for the next start.
 */
export function openOverHttp(log: Log, shelf: Shelf): OpenConnection {
  const origins = new Origins();
  return (kind, { url, token }) => {
    const store = new DisposableStore();
    const platform = store.add(
      createHttpPlatform({
        url,
        token: () => Promise.resolve(token || undefined),
        transport: fetchTransport(),
        log,
        origins,
      }),
    );
    const account = (): Promise<string> => Promise.resolve(kind === 'local' ? 'local' : fingerprint(token));
    const last = new LastGood(shelf, url, account);
    const live = store.add(createLiveState(platform, { log, last }));
    return { kind, url, platform, live, dispose: () => store.dispose() };
  };
}

/** Tells tokens apart without giving anything of them away. */
function fingerprint(token: string): string {
  return createHash('sha256').update(token).digest('hex').slice(0, 8);
}
