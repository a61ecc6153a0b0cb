import type { CatalogAnswer, CatalogPort, CatalogQuery } from '../../model/liveNames.js';
import type { Platform } from '../../model/platform.js';
import { PlatformNames } from '../../platform/names/platformNames.js';
import type { Session } from './session.js';

/** The names of whatever platform the window is bound to; none while it is bound to none. */
export class SessionNames implements CatalogPort {
  readonly #session: Session;
  #bound: { readonly platform: Platform; readonly names: PlatformNames } | undefined;

  constructor(session: Session) {
    this.#session = session;
  }

  async query(query: CatalogQuery): Promise<CatalogAnswer | undefined> {
    const platform = this.#session.connection?.platform;
    if (!platform) return undefined;
    if (this.#bound?.platform !== platform) this.#bound = { platform, names: new PlatformNames(platform) };
    return this.#bound.names.query(query);
  }

  /** What is known may have changed. */
  forget(): void {
    this.#bound?.names.invalidate();
  }
}
