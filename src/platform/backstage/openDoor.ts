import { systemClock, type Clock } from '../../model/clock.js';
import type { SignInInfo } from '../../model/platform.js';
import type { TokenSource } from '../http/authorized.js';
import { knock } from '../http/knock.js';
import type { Transport } from '../http/transport.js';
import { isObject, objectAt, textAt, type Json } from './json.js';
import { backstageProblem } from './refusal.js';

/** What a backend tells or gives to somebody without a token. */
export interface OpenDoorOptions {
  /** Of the backend, without a trailing slash. */
  readonly url: string;
  readonly transport: Transport;
  readonly clock?: Clock;
}

/** Before this much is left of it a guest's token is asked for anew. */
const skewMs = 60_000;
/** A backend that let no guest in is not asked again for so long. */
const closedMs = 5 * 60_000;

/** Whether what answers is a Backstage backend: its catalogue lets anybody in, or refuses in its own words. */
export async function isBackstage(door: OpenDoorOptions, signal?: AbortSignal): Promise<boolean> {
  const { status, json } = await knock(door, '/api/catalog/entities/by-query?limit=0', signal);
  if (status === 200) return isObject(json) && Array.isArray(json['items']) && isObject(json['pageInfo']);
  return (status === 401 || status === 403) && backstageProblem(json) !== undefined;
}

/** How one signs in: by the browser where the backend knows clients like us, and always with a token. */
export async function signInOf(door: OpenDoorOptions, signal?: AbortSignal): Promise<SignInInfo> {
  // The client of Backstage's own command line may come back to any port of this machine.
  const name = 'oauth-client/cli.json';
  const [{ status, json }, client] = await Promise.all([
    knock(door, '/api/auth/.well-known/openid-configuration', signal),
    knock(door, `/api/auth/.well-known/${name}`, signal),
  ]);
  const issuer = isObject(json) ? textAt(json, 'issuer') : undefined;
  if (status !== 200 || issuer === undefined || !isObject(json)) return { type: 'token' };
  const clientId = `${issuer}/.well-known/${name}`;
  if (json['client_id_metadata_document_supported'] !== true || client.status !== 200) {
    return { type: 'token' };
  }
  return {
    type: 'oidc',
    issuer,
    clientId,
    scopes: ['offline_access'],
    flows: ['authorization_code', 'token'],
  };
}

/** Whether the backend has a guest, and gives tokens for it. */
export async function letsGuestsIn(door: OpenDoorOptions, signal?: AbortSignal): Promise<boolean> {
  return (await guestToken(door, signal)) !== undefined;
}

/** The token of who is signed in; of the guest, where nobody is and the backend has one. */
export function orGuest(source: TokenSource, door: OpenDoorOptions): TokenSource {
  const clock = door.clock ?? systemClock;
  let guest: Promise<GuestToken | undefined> | undefined;
  let goodUntil = -Infinity;
  return async (refused) => {
    const token = await source(refused);
    if (token !== undefined) return token;
    if (!guest || clock.now() >= goodUntil || refused === (await guest)?.token) {
      goodUntil = clock.now() + closedMs;
      guest = guestToken(door).catch(() => undefined);
      const given = await guest;
      if (given) goodUntil = clock.now() + given.lifetimeMs - skewMs;
    }
    return (await guest)?.token;
  };
}

interface GuestToken {
  readonly token: string;
  readonly lifetimeMs: number;
}

async function guestToken(door: OpenDoorOptions, signal?: AbortSignal): Promise<GuestToken | undefined> {
  const { status, json } = await knock(door, '/api/auth/guest/refresh', signal);
  if (status !== 200 || !isObject(json)) return undefined;
  const identity: Json = objectAt(json, 'backstageIdentity');
  const token = textAt(identity, 'token');
  const seconds = Number(identity['expiresInSeconds'] ?? 3_600);
  return token === undefined ? undefined : { token, lifetimeMs: seconds * 1_000 };
}
