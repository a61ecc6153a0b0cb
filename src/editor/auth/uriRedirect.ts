import { abortReason, onAbort } from '../../base/abort.js';
import type { Event } from '../../base/events.js';
import type { Redirect } from '../../platform/auth/redirect.js';

/** Waits for the browser to come back through an address that the editor itself opens, e.g. `vscode://…`. */
export function uriRedirect(uri: string, arrivals: Event<string>): Redirect {
  return {
    uri,
    returned: (state, signal) =>
      new Promise((resolve, reject) => {
        const aborted = onAbort(signal, () => {
          subscription.dispose();
          reject(abortReason(signal));
        });
        const subscription = arrivals((query) => {
          const url = new URL(uri);
          url.search = query;
          if (url.searchParams.get('state') !== state) return;
          subscription.dispose();
          aborted.dispose();
          resolve(url);
        });
      }),
    dispose: () => undefined,
  };
}
