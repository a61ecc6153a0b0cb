/** A container image as it is written, `name[:tag][@digest]`. */
export interface ImageRef {
  readonly name: string;
  readonly tag?: string;
  readonly digest?: string;
}

const pattern =
  /^(?<name>[a-z\d][\w.-]*(?::\d+)?(?:\/[\w.-]+)*)(?::(?<tag>\w[\w.-]{0,127}))?(?:@(?<digest>[\w+.-]+:[\da-f]{32,}))?$/i;

/** `undefined` for what is no image. */
export function imageRef(text: string): ImageRef | undefined {
  const found = text.length > 1000 ? undefined : pattern.exec(text)?.groups;
  if (found?.['name'] === undefined) return undefined;
  // `host:5000` alone reads like a port; with nothing behind it, it is a tag.
  const bare = /^(?<name>[^/:]+):(?<tag>\d+)$/.exec(found['name'])?.groups;
  const { name, tag } = bare && found['tag'] === undefined ? bare : found;
  return {
    name: name ?? found['name'],
    ...(tag !== undefined && { tag }),
    ...(found['digest'] !== undefined && { digest: found['digest'] }),
  };
}

export function imageText({ name, tag, digest }: ImageRef): string {
  return `${name}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}

/** One name for all spellings of a repository of Docker Hub. */
export function imageKey(name: string): string {
  const [host = '', ...rest] = name.split('/');
  const isHost = rest.length > 0 && (/[.:]/.test(host) || host === 'localhost');
  const isHub = !isHost || host === 'docker.io' || host === 'index.docker.io';
  if (!isHub) return name;
  const path = isHost ? rest : [host, ...rest];
  return path.length === 1 ? `docker.io/library/${path.join('/')}` : `docker.io/${path.join('/')}`;
}

/** What it is called without where it lies, e.g. `orders` of `registry.example/team/orders`. */
export function baseName(name: string): string {
  return name.split('/').at(-1) ?? name;
}

export function sameVersion(one: Omit<ImageRef, 'name'>, other: Omit<ImageRef, 'name'>): boolean {
  return one.tag === other.tag && one.digest === other.digest;
}

/** A version for people: the tag, else the beginning of the digest. */
export function versionOf({ tag, digest }: Omit<ImageRef, 'name'>): string {
  return tag ?? digest?.replace(/^\w+:/, '').slice(0, 12) ?? '';
}
