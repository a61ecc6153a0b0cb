import type { Application } from './application.js';

/** The version that people know it by: the tag of its image, else the version of its chart, else the commit in short. */
export function versionOf(
  app: Application,
  service: string,
  revision: string | undefined,
): string | undefined {
  return imageVersion(app.images, [service, app.name]) ?? shortRevision(revision);
}

export function shortRevision(revision: string | undefined): string | undefined {
  return revision !== undefined && /^[0-9a-f]{40,64}$/.test(revision) ? revision.slice(0, 7) : revision;
}

/** Of the image that is called like the service; of the only one; else none is known to be the one. */
export function imageVersion(images: readonly string[], names: readonly string[]): string | undefined {
  const parsed = images.map(parseImage);
  const mine = parsed.filter(({ name }) =>
    names.some((wanted) => name === wanted || wanted.startsWith(`${name}-`)),
  );
  const chosen = mine.length > 0 ? mine : parsed;
  const versions = new Set(chosen.map(({ tag, digest }) => tag ?? digest));
  const [version] = versions;
  return versions.size === 1 && version !== 'latest' ? version : undefined;
}

interface Image {
  /** The last part of its repository. */
  readonly name: string;
  readonly tag?: string;
  /** In short. */
  readonly digest?: string;
}

function parseImage(image: string): Image {
  const [path = '', digest] = image.split('@');
  const [, name = '', tag] = /([^/:]+)(?::([^/:]+))?$/.exec(path) ?? [];
  return {
    name,
    ...(tag !== undefined && { tag }),
    ...(digest !== undefined && { digest: digest.replace(/^sha256:/, '').slice(0, 12) }),
  };
}
