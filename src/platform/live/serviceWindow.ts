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

  /** Reads page by page until there is enough. Rejects as the platform does. */
  async read(
    platform: Platform,
    signal: AbortSignal,
  ): Promise<{ readonly services: ReadonlyMap<string, Service>; readonly hasMore: boolean }> {
    const size = this.isPart ? this.#step : pageSize;
    let next: string | undefined;
    const read = async (pageToken?: string): Promise<Page<Service>> => {
      const query = { ...this.#query, view: 'Summary' as const, pageSize: size };
      const page = await platform.listServices(
        { ...query, ...(pageToken && { pageToken }) },
        { signal, fresh: true },
      );
      next = page.nextPageToken;
      return page;
    };
    const most = this.#most;
    const items = await allPages(read, ({ length }) => length >= most);
    const services = new Map(items.map((service) => [service.name, service]));
    return { services, hasMore: next !== undefined && items.length >= most };
  }
}
