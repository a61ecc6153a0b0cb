import { orAbort } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import { PlatformError } from '../../model/errors.js';

/**
 * Gives the token to send, `undefined` for none. With `refused` the platform has just turned that one down: gives a
 * fresh one, or the same when there is no other.
 */
export type TokenSource = (refused?: string) => Promise<string | undefined>;

/** Runs `work` with the token; where the platform refuses it and there is a fresh one, once more with that. */
export async function authorized<T>(
  source: TokenSource,
  signal: AbortSignal,
  work: (token: string | undefined) => Promise<T>,
): Promise<T> {
  const token = await tokenOf(source(), signal);
  try {
    return await work(token);
  } catch (error) {
    if (token === undefined || !PlatformError.is(error, 'unauthenticated')) throw error;
    const fresh = await tokenOf(source(token), signal);
    if (fresh === undefined || fresh === token) throw error;
    return await work(fresh);
  }
}

/** Throws `PlatformError` `unauthenticated` for a token that no header can carry. */
async function tokenOf(asked: Promise<string | undefined>, signal: AbortSignal): Promise<string | undefined> {
  // A sign-in that waits for a person must not hold a call that was given up.
  const token = (await orAbort(asked, signal))?.trim();
  signal.throwIfAborted();
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) {
    throw new PlatformError(
      'unauthenticated',
      t('The token for the platform is empty or has characters that no token has. Connect again.'),
    );
  }
  return token;
}
