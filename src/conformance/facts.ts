import { t } from '../base/l10n.js';
import { isEnvironmentList, isPlatformInfo, isServiceList } from '../contract/generated/checks.js';
import type { components } from '../contract/generated/wire.js';
import { jsonOf } from './exchange.js';
import type { Probe } from './probe.js';
import { NotApplicable } from './verdict.js';

type Wire = components['schemas'];

/** What many checks start from, read once. Throws `NotApplicable` where the server does not tell it: another check says so. */
export class Facts {
  readonly #probe: Probe;
  readonly #read = new Map<string, Promise<unknown>>();

  constructor(probe: Probe) {
    this.#probe = probe;
  }

  info(): Promise<Wire['PlatformInfo']> {
    return this.#once('/', async () => {
      const info = jsonOf(await this.#probe.get('/'));
      if (isPlatformInfo(info)) return info;
      throw new NotApplicable(t('GET / does not say what the platform offers.'));
    });
  }

  /** The services of the first page. */
  services(): Promise<readonly Wire['Service'][]> {
    return this.#once('/services', async () => {
      const list = jsonOf(await this.#probe.get('/services'));
      if (isServiceList(list)) return list.items;
      throw new NotApplicable(t('GET /services does not list services.'));
    });
  }

  environments(): Promise<readonly Wire['Environment'][]> {
    return this.#once('/environments', async () => {
      const list = jsonOf(await this.#probe.get('/environments'));
      if (isEnvironmentList(list)) return list.items;
      throw new NotApplicable(t('GET /environments does not list environments.'));
    });
  }

  /** A service to look at. */
  async service(): Promise<Wire['Service']> {
    const [service] = await this.services();
    if (service) return service;
    throw new NotApplicable(t('The platform has no service to look at.'));
  }

  /** Whether a capability is declared; the level counts where it is named. */
  async offers(capability: string, level?: 'Write' | 'Stream'): Promise<boolean> {
    const { capabilities } = await this.info();
    const found = Object.hasOwn(capabilities, capability) ? capabilities[capability] : undefined;
    if (!found) return false;
    return level === undefined || found.level === 'Stream' || found.level === level;
  }

  async needs(capability: string, level?: 'Write' | 'Stream'): Promise<void> {
    if (await this.offers(capability, level)) return;
    const wanted = level ? `${capability}: ${level}` : capability;
    throw new NotApplicable(t('The platform does not declare the capability {0}.', wanted));
  }

  async #once<T>(key: string, read: () => Promise<T>): Promise<T> {
    const known = this.#read.get(key) as Promise<T> | undefined;
    if (known) return known;
    const reading = read();
    this.#read.set(key, reading);
    return reading;
  }
}
