import { systemClock, type Clock } from '../../model/clock.js';
import type { SignInInfo } from '../../model/platform.js';
import type { TokenSource } from '../http/authorized.js';
import { readText } from '../http/body.js';
import { connectionError } from '../http/connectionError.js';
import { exchange } from '../http/exchange.js';
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

interface Answer {
  readonly status: number;
  readonly json: unknown;
}

const mostBytes = 256 * 1024;
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

/** One GET without a token. Rejects with `PlatformError` when nothing answers. */
async function knock(
  { url, transport }: OpenDoorOptions,
  path: string,
  signal?: AbortSignal,
): Promise<Answer> {
  const address = new URL(`${url}${path}`);
  const limit = AbortSignal.any([AbortSignal.timeout(patienceMs), ...(signal ? [signal] : [])]);
  // The guest is given to scripts of its own pages, which say so.
  const headers = { accept: 'application/json', 'x-requested-with': 'XMLHttpRequest' };
  try {
    const response = await exchange(transport, { method: 'GET', url: address, signal: limit, headers }, 2);
    const text = await readText(response.body, mostBytes, () => undefined);
    return { status: response.status, json: parsed(text) };
  } catch (error) {
    signal?.throwIfAborted();
    throw connectionError(address, error);
  }
}

const patienceMs = 10_000;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
