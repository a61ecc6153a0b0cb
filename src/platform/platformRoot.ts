import { parsePlatformUrl, parseServerUrl } from './http/url.js';

/** What speaks at an address: our contract, or a Backstage backend. */
export type PlatformType = 'contract' | 'backstage';

/** The root of a platform of a type, of what a person gives. Throws `UserError` for a URL that must not be used. */
export function rootOf(type: PlatformType, address: string): string {
  return type === 'backstage' ? parseServerUrl(address) : parsePlatformUrl(address);
}
