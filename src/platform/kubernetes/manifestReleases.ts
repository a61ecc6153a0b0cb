import { createHash } from 'node:crypto';
import { t } from '../../base/l10n.js';
import { fieldRefusal } from '../../contract/refusal.js';
import type { Release, ReleaseRequest } from '../../model/delivery.js';
import { isObject, objectAt, textAt, type Json } from '../json.js';
import { versionIn } from './release.js';

/** A manifest that was handed over to be deployed. */
export interface HandedManifest {
  readonly id: string;
  readonly service: string;
  readonly manifest: Json;
  readonly folder: string | undefined;
}

/** What stands for the image that is built from the manifest's folder. */
const built = '.';
const mostKept = 50;

/** Manifests as releases: named by what is in them, kept as long as this process, as a cluster keeps none. */
export class ManifestReleases {
  readonly #kept = new Map<string, HandedManifest & { readonly release: Release }>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Throws `PlatformError` for the manifest of another service. */
  add(service: string, { manifest, source }: ReleaseRequest): Release {
    const name = textAt(objectAt(manifest, 'metadata'), 'name');
    if (name !== service.slice(service.lastIndexOf('/') + 1)) {
      const detail = t('The manifest is of "{0}", not of "{1}".', name ?? '', service);
      throw fieldRefusal('/manifest/metadata/name', detail);
    }
    const digest = createHash('sha256').update(JSON.stringify(manifest)).digest('hex');
    const id = `manifest-${digest.slice(0, 16)}`;
    const [image = ''] = [...imagesIn(manifest).values()].filter((one) => one !== built);
    const release = {
      id,
      version: versionIn(image) ?? digest.slice(0, 7),
      createdAt: new Date(this.#now()).toISOString(),
      configDigest: `sha256:${digest}`,
    };
    const folder = 'folder' in source ? source.folder : undefined;
    this.#kept.delete(id);
    this.#kept.set(id, { id, service, manifest, folder, release });
    for (const [oldest] of this.#kept) if (this.#kept.size > mostKept) this.#kept.delete(oldest);
    return release;
  }

  find(id: string | undefined): (HandedManifest & { readonly release: Release }) | undefined {
    return this.#kept.get(id ?? '');
  }
}

/** The images of a manifest's containers. */
function imagesIn(manifest: Json): ReadonlyMap<string, string> {
  const containers = containersIn(manifest);
  return new Map(
    Object.entries(containers).map(([name, container]) => {
      const image = isObject(container) ? container['image'] : undefined;
      return [name, typeof image === 'string' ? image : built];
    }),
  );
}

function containersIn(manifest: Json): Json {
  const workload = isObject(manifest['spec']) ? manifest['spec']['workload'] : undefined;
  const containers = isObject(workload) ? workload['containers'] : undefined;
  return isObject(containers) ? containers : {};
}

/**
 * A manifest with the images that run in the place of those that are built, which nobody does in a cluster. Told are the
 * containers whose image stays, and those that have none.
 */
export function withRunningImages(
  manifest: Json,
  running: ReadonlyMap<string, string>,
): {
  readonly manifest: Json;
  readonly kept: ReadonlyMap<string, string>;
  readonly missing: readonly string[];
} {
  const open = [...imagesIn(manifest)].flatMap(([name, image]) => (image === built ? [name] : []));
  const [only] = running.size === 1 && open.length === 1 ? running.values() : [];
  const found = new Map(
    open.flatMap((name) => {
      const image = running.get(name) ?? only;
      return image === undefined ? [] : [[name, image] as const];
    }),
  );
  const containers = Object.fromEntries(
    Object.entries(containersIn(manifest)).map(([name, container]) => [
      name,
      found.has(name) && isObject(container) ? { ...container, image: found.get(name) } : container,
    ]),
  );
  const spec = isObject(manifest['spec']) ? manifest['spec'] : {};
  const workload = { ...(isObject(spec['workload']) && spec['workload']), containers };
  return {
    manifest: { ...manifest, spec: { ...spec, workload } },
    kept: found,
    missing: open.filter((name) => !found.has(name)),
  };
}
