import { offers } from '../contract/capabilities.js';
import type { Platform, PlatformInfo } from '../model/platform.js';
import type { FieldError } from '../model/problem.js';
import { scorecardFindings } from './scorecardFindings.js';

/** Asks a platform about manifests, if it offers that. What goes wrong on the way counts as no answer. */
export class PlatformManifestCheck {
  readonly #platform: Platform;
  #info: Promise<PlatformInfo> | undefined;

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  /**
   * What the platform says of one document: its own check, and of a Service the checks of scorecards that only the
   * platform can decide. `undefined` when it cannot be asked. Never rejects.
   */
  async check(yaml: string, value?: unknown): Promise<readonly FieldError[] | undefined> {
    try {
      const info = await (this.#info ??= this.#platform.getInfo());
      const service = offers(info, 'scorecards') ? serviceIn(value) : undefined;
      const [said, missed] = await Promise.all([
        offers(info, 'manifests') ? this.#platform.validateManifest(yaml, { value }) : undefined,
        // A service that was never deployed is in no scorecard.
        service === undefined ? undefined : scorecardFindings(this.#platform, service).catch(() => undefined),
      ]);
      return said || missed ? [...(said ?? []), ...(missed ?? [])] : undefined;
    } catch {
      this.#info = undefined;
      return undefined;
    }
  }
}

/** The name of the Service that a document is of. */
function serviceIn(value: unknown): string | undefined {
  const { apiVersion, kind, metadata } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const isOurs = typeof apiVersion === 'string' && apiVersion.startsWith('goldenpath.dev/');
  const { name } = (metadata ?? {}) as Readonly<Record<string, unknown>>;
  return isOurs && kind === 'Service' && typeof name === 'string' && name !== '' ? name : undefined;
}
