import { offers, type CapabilityName } from '../../contract/capabilities.js';
import { localPlatformName } from '../../model/localPlatform.js';
import { systemClock, type Clock } from '../../model/clock.js';
import type { CatalogAnswer, CatalogQuery, LiveNames } from '../../model/liveNames.js';
import type { Platform, PlatformInfo } from '../../model/platform.js';
import { nameLists, type NameList, type NameSource } from './nameLists.js';

/** How long a list counts as fresh. */
const freshMs = 60_000;
/** The same of what runs where, which changes. */
const stateMs = 5_000;
/** Lists remembered at a time. */
const mostLists = 500;
/** After a failure nothing is asked again for so long; what was known goes on being told. */
const pauseMs = 15_000;

interface Known {
  readonly list: NameList;
  readonly fetchedAt: number;
}

/**
 * The names that a platform keeps, read when first asked for. Lists are remembered for a minute; when the platform
 * cannot be reached, the last one goes on being told, marked as not live. Each list is read once at a time.
 */
export class PlatformNames implements LiveNames {
  readonly #platform: Platform;
  readonly #clock: Clock;
  readonly #known = new Map<string, Known>();
  readonly #reading = new Map<string, Promise<boolean>>();
  readonly #failedAt = new Map<string, number>();
  #info: Promise<PlatformInfo> | undefined;

  constructor(platform: Platform, clock: Clock = systemClock) {
    this.#platform = platform;
    this.#clock = clock;
  }

  async query({ kind, of = '', prefix = '', limit }: CatalogQuery): Promise<CatalogAnswer | undefined> {
    const source = nameLists[kind];
    if (!source || (source.isOfOne === true) !== (of !== '')) return undefined;
    const key = `${kind} ${of}`;
    const isLive = await this.#refresh(key, source, of);
    const known = this.#known.get(key);
    if (!known) return undefined;
    const { list, fetchedAt } = known;
    const matching = list.entries.filter(({ name }) => name.toLowerCase().startsWith(prefix.toLowerCase()));
    return {
      entries: matching.slice(0, limit),
      isComplete: list.isComplete && prefix === '' && matching.length <= limit,
      fetchedAt,
      isLive,
    };
  }

  /** What is known may have changed: it is read anew when next asked for, and told on if that fails. */
  invalidate(): void {
    for (const [kind, { list }] of this.#known) this.#known.set(kind, { list, fetchedAt: 0 });
    this.#failedAt.clear();
    this.#info = undefined;
  }

  /** Whether what is known now is what the platform says. */
  async #refresh(key: string, source: NameSource, of: string): Promise<boolean> {
    const now = this.#clock.now();
    const lasts = source.isOfOne ? stateMs : freshMs;
    if (now - (this.#known.get(key)?.fetchedAt ?? -Infinity) < lasts) return true;
    if (now - (this.#failedAt.get(key) ?? -Infinity) < pauseMs) return false;
    let reading = this.#reading.get(key);
    if (!reading) {
      reading = this.#read(key, source, of).finally(() => this.#reading.delete(key));
      this.#reading.set(key, reading);
    }
    return reading;
  }

  async #read(key: string, source: NameSource, of: string): Promise<boolean> {
    try {
      if (!(await this.#isOffered(source.capability))) {
        this.#failedAt.set(key, this.#clock.now());
        return false;
      }
      const read = await source.read(this.#platform, of);
      const list = source.isCatalogued && (await this.#isLocal()) ? { ...read, isComplete: false } : read;
      if (this.#known.size > mostLists) this.#known.clear();
      this.#known.set(key, { list, fetchedAt: this.#clock.now() });
      this.#failedAt.delete(key);
      return true;
    } catch {
      this.#failedAt.set(key, this.#clock.now());
      return false;
    }
  }

  /** The local platform knows the owners that services name, and cannot tell who else there is. */
  async #isLocal(): Promise<boolean> {
    this.#info ??= this.#platform.getInfo();
    return (await this.#info).name === localPlatformName;
  }

  async #isOffered(capability: CapabilityName | undefined): Promise<boolean> {
    if (capability === undefined) return true;
    const asking = (this.#info ??= this.#platform.getInfo());
    try {
      return offers(await asking, capability);
    } catch (error) {
      this.#info = undefined;
      throw error;
    }
  }
}
