import type { Owner } from './catalog.js';
import type { Template } from './offer.js';
import type { CallOptions, Page, PageQuery, Platform } from './platform.js';

/** A group of services that belong together. `name` is that among systems. */
export interface System {
  readonly name: string;
  readonly namespace?: string;
  readonly title?: string;
  readonly description?: string;
  /** Entity reference. */
  readonly owner?: string;
  readonly domain?: string;
}

/** A platform whose catalogue can be read in detail. Rejects as `Platform` does. */
export interface CatalogPlatform extends Platform {
  getOwner(ref: string, options?: CallOptions): Promise<Owner>;
  /** The users of a group. */
  listOwnerMembers(ref: string, query?: PageQuery, options?: CallOptions): Promise<Page<Owner>>;
  listSystems(query?: PageQuery & { readonly owner?: string }, options?: CallOptions): Promise<Page<System>>;
  getSystem(system: string, options?: CallOptions): Promise<System>;
  /** With the form of its parameters. */
  getTemplate(template: string, options?: CallOptions): Promise<Template>;
}
