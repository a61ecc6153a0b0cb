import type { Log } from '../model/log.js';
import { PlatformError, UserError } from '../model/errors.js';
import type { Platform, SignInInfo } from '../model/platform.js';
import { isOpen } from './auth/ways.js';
import { createBackstagePlatform } from './backstage/backstagePlatform.js';
import { isBackstage, letsGuestsIn, signInOf } from './backstage/openDoor.js';
import { isObject } from './json.js';
import { knock, type Door } from './http/knock.js';
import type { PartType } from '../model/partHealth.js';
import { createHttpPlatform, type HttpPlatformOptions } from './http/httpPlatform.js';
import type { Transport } from './http/transport.js';
import { parseServerUrl } from './http/url.js';
import type { PlatformType } from './platformRoot.js';

/** What may stand at an address: a platform of its own, or what is a part of one. */
export type SystemType = Exclude<PartType, 'kubernetes'>;

/** What stands at an address, as it says itself to anybody. */
export interface Inquiry {
  readonly type: SystemType;
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

/** Whether what stands somewhere is a platform of its own. */
export function isWhole(type: SystemType): type is PlatformType {
  return type === 'contract' || type === 'backstage';
}

/**
 * Finds out what stands at an address: our contract first, then Backstage, Argo CD and Prometheus. Rejects with `PlatformError` when nothing
 * answers, or as none of them; with `UserError` for a URL that must not be used.
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
    const found = mayBeAnother(error) ? await another(address, transport(), signal) : undefined;
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

async function another(
  address: string,
  transport: Transport,
  signal?: AbortSignal,
): Promise<Inquiry | undefined> {
  const door: Door = { url: parseServerUrl(address).replace(/\/v1$/, ''), transport };
  try {
    return (
      (await asBackstage(door, signal)) ??
      (await asArgo({ ...door, url: door.url.replace(/\/(?:applications|api)$/, '') }, signal)) ??
      (await asPrometheus({ ...door, url: door.url.replace(/\/(?:graph|query|api)$/, '') }, signal))
    );
  } catch (error) {
    if (PlatformError.is(error) || error instanceof UserError) return undefined;
    throw error;
  } finally {
    transport.dispose();
  }
}

async function asBackstage(door: Door, signal?: AbortSignal): Promise<Inquiry | undefined> {
  if (!(await isBackstage(door, signal))) return undefined;
  const [auth, hasGuest] = await Promise.all([signInOf(door, signal), letsGuestsIn(door, signal)]);
  return { type: 'backstage', url: door.url, auth, isOpen: hasGuest };
}

/** Argo CD tells its settings to anybody, and nothing else to most. */
async function asArgo(door: Door, signal?: AbortSignal): Promise<Inquiry | undefined> {
  const { status, json } = await knock(door, '/api/v1/settings', signal);
  if (status !== 200 || !isObject(json) || !('appLabelKey' in json)) return undefined;
  const { createArgoPlatform } = await import('./argocd/argoPlatform.js');
  const token = (): Promise<undefined> => Promise.resolve(undefined);
  const { auth } = await createArgoPlatform({ ...door, token }).getInfo(signal ? { signal } : {});
  return { type: 'argocd', url: door.url, isOpen: false, ...(auth && { auth }) };
}

async function asPrometheus(door: Door, signal?: AbortSignal): Promise<Inquiry | undefined> {
  const { status, json } = await knock(door, '/api/v1/status/buildinfo', signal);
  const isBuild = status === 200 && isObject(json) && json['status'] === 'success';
  if (!isBuild || !isObject(json['data']) || !('version' in json['data'])) return undefined;
  return { type: 'prometheus', url: door.url, isOpen: true };
}
