import { t } from '../../base/l10n.js';
import { refusal } from '../../contract/refusal.js';
import type { CallOptions } from '../../model/call.js';
import type { DeploymentRequest, Release, ReleaseRequest } from '../../model/delivery.js';
import { isManifestRelease, type RenderService } from '../../model/rendering.js';
import { Discovery } from './discovery.js';
import { planManifest, type Prepared } from './manifestPlan.js';
import { ManifestReleases } from './manifestReleases.js';
import type { World } from './world.js';

/** Whole manifests on their way into clusters: handed over as releases, then planned and applied. */
export class ManifestDelivery {
  readonly #world: World;
  readonly #render: RenderService;
  readonly #discovery = new Discovery();
  readonly #releases: ManifestReleases;

  constructor(world: World, render: RenderService, now: () => number) {
    this.#world = world;
    this.#render = render;
    this.#releases = new ManifestReleases(now);
  }

  add(service: string, request: ReleaseRequest): Release {
    return this.#releases.add(service, request);
  }

  release(id: string): Release | undefined {
    return this.#releases.find(id)?.release;
  }

  /** `undefined` for what is no deployment of a manifest. Rejects with `PlatformError`. */
  async plan(
    service: string,
    request: DeploymentRequest,
    at: string,
    call?: CallOptions,
  ): Promise<Prepared | undefined> {
    const { release, kind } = request;
    if (kind === 'Rollback' || kind === 'Restart' || !isManifestRelease(release)) return undefined;
    const handed = this.#releases.find(release);
    if (handed?.service !== service) {
      throw refusal(
        'not-found',
        t('This manifest is not known here any more: a cluster keeps none. Deploy it again.'),
      );
    }
    const world = this.#world;
    return planManifest(
      { world, render: this.#render, discovery: this.#discovery },
      handed,
      request,
      at,
      call,
    );
  }
}
