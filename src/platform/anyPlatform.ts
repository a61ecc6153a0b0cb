import type { Log } from '../model/log.js';
import { PlatformError, UserError } from '../model/errors.js';
import type { Platform, SignInInfo } from '../model/platform.js';
import { isOpen } from './auth/ways.js';
import { createBackstagePlatform } from './backstage/backstagePlatform.js';
import { isBackstage, letsGuestsIn, signInOf } from './backstage/openDoor.js';
import { createHttpPlatform, type HttpPlatformOptions } from './http/httpPlatform.js';
import type { Transport } from './http/transport.js';
import { parseServerUrl } from './http/url.js';
import type { PlatformType } from './platformRoot.js';

/** What stands at an address, as it says itself to anybody. */
export interface Inquiry {
  readonly type: PlatformType;
  /** As the client of that type has it. */
  readonly url: string;
  readonly auth?: SignInInfo;
  /** Whether one may come in without a sign-in. */
  readonly isOpen: boolean;
}

/** A client for what speaks at `url`; `app` is where people see a portal. Throws `UserError` for a URL that must not be used. */
export function createPlatform(
  type: PlatformType,
  options: HttpPlatformOptions & { readonly app?: string },
): Platform {
  return type === 'backstage' ? createBackstagePlatform(options) : createHttpPlatform(options);
}

/**
 * Finds out what stands at an address: our contract first, then Backstage. Rejects with `PlatformError` when nothing
 * answers, or as neither; with `UserError` for a URL that must not be used.
 */
export async function inquire(
  address: string,
  { transport, log }: { readonly transport: () => Transport; readonly log?: Log },
  signal?: AbortSignal,
): Promise<Inquiry> {
  const call = signal ? { signal } : {};
  const platform = createHttpPlatform({
    url: address,
    transport: transport(),
    token: () => Promise.resolve(undefined),
    ...(log && { log }),
  });
  try {
    const { auth } = await platform.getInfo(call);
    return {
      type: 'contract',
      url: platform.url,
      isOpen: auth === undefined || isOpen(auth),
      ...(auth && { auth }),
    };
  } catch (error) {
    const found = mayBeAnother(error) ? await asBackstage(address, transport(), signal) : undefined;
    if (found) return found;
    throw error;
  } finally {
    platform.dispose();
  }
}

/** Whether something answered, only not as the contract has it. */
function mayBeAnother(error: unknown): boolean {
  return PlatformError.is(
    error,
    'not-a-platform',
    'not-found',
    'unauthenticated',
    'forbidden',
    'invalid-request',
  );
}

async function asBackstage(
  address: string,
  transport: Transport,
  signal?: AbortSignal,
): Promise<Inquiry | undefined> {
  const url = parseServerUrl(address).replace(/\/v1$/, '');
  const door = { url, transport };
  try {
    if (!(await isBackstage(door, signal))) return undefined;
    const [auth, hasGuest] = await Promise.all([signInOf(door, signal), letsGuestsIn(door, signal)]);
    return { type: 'backstage', url, auth, isOpen: hasGuest };
  } catch (error) {
    if (PlatformError.is(error) || error instanceof UserError) return undefined;
    throw error;
  } finally {
    transport.dispose();
  }
}
