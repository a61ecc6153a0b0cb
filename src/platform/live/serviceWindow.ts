import type { Service } from '../../model/catalog.js';
import type { ServicesWanted } from '../../model/live.js';
import type { Page, Platform, ServiceQuery } from '../../model/platform.js';
import { allPages, pageSize } from './pages.js';

/** Which services of a platform a picture holds: all of them, or a part of a catalogue that is too long for that. */
export class ServiceWindow {
  readonly #step: number;
  #most: number;
  #query: ServiceQuery = {};

  constructor(atOnce = Infinity) {
    this.#step = atOnce;
    this.#most = atOnce;
  }

  get isPart(): boolean {
    return this.#step !== Infinity;
  }

  /** Tells whether other services are wanted than before. */
  want(wanted: ServicesWanted): boolean {
    if (!this.isPart) return false;
    if ('more' in wanted) {
      this.#most += this.#step;
      return true;
    }
    if (JSON.stringify(wanted) === JSON.stringify(this.#query)) return false;
    this.#query = wanted;
    this.#most = this.#step;
    return true;
  }

  /** Reads page by page until there is enough. `first` is waited for where a page is not all. Rejects as the platform does. */
  async read(
    platform: Platform,
    signal: AbortSignal,
    first?: (services: ReadonlyMap<string, Service>) => Promise<void>,
  ): Promise<{ readonly services: ReadonlyMap<string, Service>; readonly hasMore: boolean }> {
    const size = this.isPart ? this.#step : pageSize;
    const most = this.#most;
    let next: string | undefined;
    const read = async (pageToken?: string): Promise<Page<Service>> => {
      const query = { ...this.#query, view: 'Summary' as const, pageSize: size };
      const page = await platform.listServices(
        { ...query, ...(pageToken && { pageToken }) },
        { signal, fresh: true },
      );
      next = page.nextPageToken;
      if (pageToken === undefined && next !== undefined && page.items.length < most) {
        await first?.(named(page.items));
      }
      return page;
    };
    const items = await allPages(read, ({ length }) => length >= most);
    return { services: named(items), hasMore: next !== undefined && items.length >= most };
  }
}

function named(services: readonly Service[]): ReadonlyMap<string, Service> {
  return new Map(services.map((service) => [service.name, service]));
}
