import { fetchTransport } from '../../../src/platform/http/fetchTransport.js';
import type { Transport } from '../../../src/platform/http/transport.js';
import { undiciTransport } from '../../../src/platform/http/undiciTransport.js';

/** Both must behave alike: every suite runs over each. */
export const transports: readonly (readonly [name: string, make: () => Transport])[] = [
  ['fetch', fetchTransport],
  ['undici', undiciTransport],
];
