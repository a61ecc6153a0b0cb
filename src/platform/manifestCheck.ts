import { offers } from '../contract/capabilities.js';
import type { Platform, PlatformInfo } from '../model/platform.js';
import type { FieldError } from '../model/problem.js';

/** Asks a platform about manifests, if it offers that. What goes wrong on the way counts as no answer. */
export class PlatformManifestCheck {
  readonly #platform: Platform;
  #info: Promise<PlatformInfo> | undefined;

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  /** What the platform says of one document; `undefined` when it cannot be asked. Never rejects. */
  async check(yaml: string, value?: unknown): Promise<readonly FieldError[] | undefined> {
    try {
      const info = await (this.#info ??= this.#platform.getInfo());
      return offers(info, 'manifests') ? await this.#platform.validateManifest(yaml, { value }) : undefined;
    } catch {
      this.#info = undefined;
      return undefined;
    }
  }
}
