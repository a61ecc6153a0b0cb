import { offers } from '../../contract/capabilities.js';
import type { Platform, SchemaInfo } from '../../model/platform.js';
import type { ServedSchema } from '../../model/servedSchema.js';

/** What keeps values over restarts. */
export interface SchemaStore {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

/** Schemas that are taken from one platform, and the size of all of them as JSON, in UTF-16 units. */
const mostSchemas = 200;
const mostText = 4 * 1024 * 1024;
/** Kinds that come with the product: what a platform publishes for them is not needed. */
const shipped = /^(?:goldenpath\.dev\/v1alpha1|score\.dev\/v1b1)$/;

/** The schemas that a platform publishes. The last ones are kept for the time when it is away. */
export class PlatformSchemas {
  readonly #platform: Platform;
  readonly #store: SchemaStore;

  constructor(platform: Platform, store: SchemaStore) {
    this.#platform = platform;
    this.#store = store;
  }

  /** `undefined` when the platform publishes none, or cannot be asked and never was. Never rejects. */
  async served(): Promise<readonly ServedSchema[] | undefined> {
    const key = `goldenPath.schemas ${this.#platform.url}`;
    try {
      const info = await this.#platform.getInfo();
      if (!offers(info, 'schemas')) return undefined;
      const schemas = await this.#read();
      await this.#store.update(key, schemas.length > 0 ? schemas : undefined);
      return schemas;
    } catch {
      const kept = this.#store.get(key);
      return Array.isArray(kept) ? (kept as unknown[]).filter(isServed) : undefined;
    }
  }

  async #read(): Promise<readonly ServedSchema[]> {
    const wanted = (await this.#list()).filter(
      ({ apiVersion, kind }) => apiVersion !== undefined && kind !== undefined && !shipped.test(apiVersion),
    );
    const schemas: ServedSchema[] = [];
    let left = mostText;
    for (const { id, apiVersion = '', kind = '' } of wanted) {
      const schema = await this.#platform.getSchema(id);
      left -= JSON.stringify(schema).length;
      if (left < 0) break;
      schemas.push({ apiVersion, kind, schema });
    }
    return schemas;
  }

  async #list(): Promise<readonly SchemaInfo[]> {
    const all: SchemaInfo[] = [];
    let pageToken: string | undefined;
    do {
      const page = await this.#platform.listSchemas({
        pageSize: 100,
        ...(pageToken !== undefined && { pageToken }),
      });
      all.push(...page.items);
      pageToken = page.nextPageToken;
    } while (pageToken !== undefined && all.length < mostSchemas);
    return all.slice(0, mostSchemas);
  }
}

function isServed(value: unknown): value is ServedSchema {
  if (typeof value !== 'object' || value === null) return false;
  const { apiVersion, kind, schema } = value as Record<string, unknown>;
  return (
    typeof apiVersion === 'string' &&
    typeof kind === 'string' &&
    typeof schema === 'object' &&
    schema !== null
  );
}
