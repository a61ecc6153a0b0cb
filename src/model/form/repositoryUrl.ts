/**
 * Where a new repository is to stand, as Backstage's RepoUrlPicker writes it: the host, and what leads to the repository
 * there, e.g. `github.com?owner=acme&repo=orders`.
 */
export interface RepositoryUrl {
  readonly host: string;
  readonly parts: Readonly<Partial<Record<RepositoryPart, string>>>;
}

export type RepositoryPart = 'organization' | 'workspace' | 'project' | 'owner' | 'repo';

/** What leads to a repository on a host, from the outside in. */
export function partsAt(host: string): readonly RepositoryPart[] {
  if (host === 'dev.azure.com') return ['organization', 'project', 'repo'];
  if (host === 'bitbucket.org') return ['workspace', 'project', 'repo'];
  return ['owner', 'repo'];
}

/** Whatever the text says, this gives an address; what it does not say is empty. */
export function readRepositoryUrl(text: string): RepositoryUrl {
  const [host = '', query = ''] = text.split(/\?(.*)/s);
  const given = new URLSearchParams(query);
  const parts = partsAt(host).map((part) => [part, given.get(part) ?? '']);
  return { host, parts: Object.fromEntries(parts) as RepositoryUrl['parts'] };
}

/** Empty where nothing is said. */
export function writeRepositoryUrl({ host, parts }: RepositoryUrl): string {
  const said = partsAt(host).flatMap((part) => {
    const value = parts[part];
    return value ? [`${part}=${encodeURIComponent(value)}`] : [];
  });
  return said.length === 0 ? host : `${host}?${said.join('&')}`;
}
