import { readText } from './body.js';
import { connectionError } from './connectionError.js';
import { exchange } from './exchange.js';
import type { Transport } from './transport.js';

/** A server that is asked what it says to anybody. */
export interface Door {
  /** Without a trailing slash. */
  readonly url: string;
  readonly transport: Transport;
}

interface Answer {
  readonly status: number;
  /** `undefined` where the body is none. */
  readonly json: unknown;
}

const mostBytes = 256 * 1024;
const patienceMs = 10_000;

/** One GET without a token. Rejects with `PlatformError` when nothing answers. */
export async function knock({ url, transport }: Door, path: string, signal?: AbortSignal): Promise<Answer> {
  const address = new URL(`${url}${path}`);
  const limit = AbortSignal.any([AbortSignal.timeout(patienceMs), ...(signal ? [signal] : [])]);
  // The guest of a Backstage is given to scripts of its own pages, which say so.
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

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
