import { t } from '../../base/l10n.js';
import type { Actor } from '../../model/actor.js';
import type { Release, ReleaseRequest } from '../../model/delivery.js';
import { wireRelease } from '../catalog/wire.js';
import { refusal } from '../../contract/refusal.js';
import type { WatchFeed } from '../http/watchFeed.js';
import type { Caller } from '../identity/caller.js';
import { canonical } from '../manifest/json.js';
import type { PolicyWatch } from '../policy/policyWatch.js';
import { withIdempotency, withRelease, withService } from '../store/changes.js';
import type { Store } from '../store/store.js';
import { sha256 } from './contentDigest.js';
import { createRelease } from './createRelease.js';
import { releasesToDrop, removeReleases, withoutReleases } from './prune.js';

interface ReleaseDeskContext {
  readonly dataDir: string;
  readonly store: Store;
  readonly feed: WatchFeed;
  readonly policies: PolicyWatch;
}

/** Takes releases in, and forgets those that are no longer needed. */
export class ReleaseDesk {
  readonly #context: ReleaseDeskContext;

  constructor(context: ReleaseDeskContext) {
    this.#context = context;
  }

  /**
   * Makes a release, and the service if it is new. The same key and request give the same release again. Throws
   * `UserError` when the source cannot be captured.
   */
  async create(request: ReleaseRequest, key: string, { actor }: Caller): Promise<Release> {
    const { dataDir, store, feed, policies } = this.#context;
    const digest = sha256(canonical({ request, by: actor.id }));
    const repeated = store.state.idempotency.find((record) => record.key === key);
    if (repeated && repeated.digest !== digest) {
      throw refusal('idempotency-key-reused', t('This Idempotency-Key was used for another request.'));
    }
    const made = store.state.releases.find(({ id }) => id === repeated?.result);
    if (made) return wireRelease(made, store.state);
    const now = new Date().toISOString();
    const { release, service, top } = await createRelease(dataDir, request, actor, now);
    const known = store.state.releases.find(({ id }) => id === release.id);
    const used = { key, digest, result: release.id };
    const dropped = store.transaction(() => {
      store.update((state) => withService(known ? state : withRelease(state, release), service));
      store.update((state) => withIdempotency(state, used, Date.now()));
      const old = releasesToDrop(store.state);
      store.update((state) => withoutReleases(state, old));
      return old;
    });
    if (service.folder !== undefined && top !== undefined) await policies.add(service.folder, top);
    await removeReleases(dataDir, dropped);
    feed.publish('platform.service.changed', service.name);
    return wireRelease(known ?? release, store.state);
  }

  /** A release for a preview: the service stays described by its own last release. */
  async createForPreview(request: ReleaseRequest, actor: Actor): Promise<Release> {
    const { dataDir, store } = this.#context;
    const { release } = await createRelease(dataDir, request, actor, new Date().toISOString());
    const known = store.state.releases.find(({ id }) => id === release.id);
    if (!known) store.transaction(() => store.update((state) => withRelease(state, release)));
    return wireRelease(known ?? release, store.state);
  }
}
