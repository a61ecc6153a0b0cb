import type { CatalogAnswer, CatalogPort, CatalogQuery, LiveNames } from '../../model/liveNames.js';
import type { Platform } from '../../model/platform.js';
import type { ServedSchema } from '../../model/servedSchema.js';
import type { FieldError } from '../../model/problem.js';
import { PlatformManifestCheck } from '../../platform/manifestCheck.js';
import { PlatformSchemas } from '../../platform/schemas/platformSchemas.js';
import { liveNames } from '../../platform/names/liveNames.js';
import type { Store } from './memory.js';
import type { Session } from './session.js';

interface Bound {
  readonly platform: Platform;
  readonly names: LiveNames;
  readonly manifests: PlatformManifestCheck;
  readonly schemas: PlatformSchemas;
}

/** What the language server asks of whatever platform the window is bound to; no answers while it is bound to none. */
export class PlatformKnowledge implements CatalogPort {
  readonly #session: Session;
  readonly #store: Store;
  #bound: Bound | undefined;

  /** `store` keeps schemas for the time when the platform is away. */
  constructor(session: Session, store: Store) {
    this.#session = session;
    this.#store = store;
  }

  async query(query: CatalogQuery): Promise<CatalogAnswer | undefined> {
    return this.#current()?.names.query(query);
  }

  async check(yaml: string, value: unknown): Promise<readonly FieldError[] | undefined> {
    return this.#current()?.manifests.check(yaml, value);
  }

  async served(): Promise<readonly ServedSchema[] | undefined> {
    return this.#current()?.schemas.served();
  }

  /** What is known may have changed. */
  forget(): void {
    this.#bound?.names.invalidate();
  }

  #current(): Bound | undefined {
    const platform = this.#session.connection?.platform;
    if (platform && this.#bound?.platform !== platform) {
      const manifests = new PlatformManifestCheck(platform);
      const schemas = new PlatformSchemas(platform, this.#store);
      this.#bound = { platform, names: liveNames(platform), manifests, schemas };
    }
    return platform && this.#bound;
  }
}
