import type { CatalogAnswer, CatalogPort, CatalogQuery } from '../../model/liveNames.js';
import type { Platform } from '../../model/platform.js';
import type { FieldError } from '../../model/problem.js';
import { PlatformManifestCheck } from '../../platform/manifestCheck.js';
import { PlatformNames } from '../../platform/names/platformNames.js';
import type { Session } from './session.js';

interface Bound {
  readonly platform: Platform;
  readonly names: PlatformNames;
  readonly manifests: PlatformManifestCheck;
}

/** What the language server asks of whatever platform the window is bound to; no answers while it is bound to none. */
export class PlatformKnowledge implements CatalogPort {
  readonly #session: Session;
  #bound: Bound | undefined;

  constructor(session: Session) {
    this.#session = session;
  }

  async query(query: CatalogQuery): Promise<CatalogAnswer | undefined> {
    return this.#current()?.names.query(query);
  }

  async check(yaml: string): Promise<readonly FieldError[] | undefined> {
    return this.#current()?.manifests.check(yaml);
  }

  /** What is known may have changed. */
  forget(): void {
    this.#bound?.names.invalidate();
  }

  #current(): Bound | undefined {
    const platform = this.#session.connection?.platform;
    if (platform && this.#bound?.platform !== platform) {
      const manifests = new PlatformManifestCheck(platform);
      this.#bound = { platform, names: new PlatformNames(platform), manifests };
    }
    return platform && this.#bound;
  }
}
