import type { RepositoryAddress } from './address.js';

export const forgeNames = [
  'GitHub',
  'GitLab',
  'Bitbucket',
  'BitbucketServer',
  'Gitea',
  'AzureDevOps',
] as const;
/** What serves repositories, by the form of its pages. `Gitea` is Forgejo as well. */
export type Forge = (typeof forgeNames)[number];

/** Forges by host, where the host's name does not tell. */
export type Forges = Readonly<Record<string, Forge>>;

const byName: readonly (readonly [pattern: RegExp, forge: Forge])[] = [
  [/(^|\.)dev\.azure\.com$|(^|[.-])visualstudio\.com$/, 'AzureDevOps'],
  [/(^|\.)bitbucket\.org$/, 'Bitbucket'],
  [/(^|[.-])(bitbucket|stash)[.-]/, 'BitbucketServer'],
  [/(^|[.-])gitlab([.-]|$)/, 'GitLab'],
  [/(^|[.-])(gitea|forgejo|codeberg)([.-]|$)/, 'Gitea'],
  [/(^|[.-])(github|ghe)([.-]|$)/, 'GitHub'],
];

export function forgeOf(host: string, forges: Forges = {}): Forge | undefined {
  const name = host.toLowerCase();
  const told = Object.entries(forges).find(([known]) => known.toLowerCase() === name)?.[1];
  return told ?? byName.find(([pattern]) => pattern.test(name))?.[1];
}

export interface PullRequest {
  readonly repository: RepositoryAddress;
  /** Branch with the change. */
  readonly head: string;
  /** Branch that it is to get into. */
  readonly base: string;
  readonly title: string;
}

/** Where a person opens the pull request for a branch that was pushed. `undefined` where the forge is not known. */
export function pullRequestPage(request: PullRequest, forges: Forges = {}): string | undefined {
  const { repository } = request;
  if (repository.protocol === 'file') return undefined;
  const forge = forgeOf(repository.host, forges);
  return forge && pages[forge](request, originOf(repository));
}

const pages: Readonly<Record<Forge, (request: PullRequest, origin: string) => string>> = {
  GitHub: ({ repository, head, base, title }, origin) =>
    `${origin}/${segments(repository.path)}/compare/${segments(base)}...${segments(head)}?${query({ expand: '1', title })}`,
  GitLab: ({ repository, head, base, title }, origin) =>
    `${origin}/${segments(repository.path)}/-/merge_requests/new?${query({
      'merge_request[source_branch]': head,
      'merge_request[target_branch]': base,
      'merge_request[title]': title,
    })}`,
  Bitbucket: ({ repository, head, base, title }, origin) =>
    `${origin}/${segments(repository.path)}/pull-requests/new?${query({ source: head, dest: base, title })}`,
  BitbucketServer: ({ repository, head, base, title }, origin) =>
    `${origin}/${bitbucketServerPath(repository.path)}/pull-requests?create&${query({
      sourceBranch: `refs/heads/${head}`,
      targetBranch: `refs/heads/${base}`,
      title,
    })}`,
  Gitea: ({ repository, head, base, title }, origin) =>
    `${origin}/${segments(repository.path)}/compare/${segments(base)}...${segments(head)}?${query({ title })}`,
  AzureDevOps: ({ repository, head, base, title }, origin) =>
    `${azureRepository(repository, origin)}/pullrequestcreate?${query({ sourceRef: head, targetRef: base, title })}`,
};

/** Of ssh addresses the page is at the same host by https; the port is not that of the pages. */
function originOf({ protocol, host, port }: RepositoryAddress): string {
  const isWeb = protocol === 'https' || protocol === 'http';
  return `${isWeb ? protocol : 'https'}://${host}${isWeb && port !== '' ? `:${port}` : ''}`;
}

/** `scm/KEY/slug` over http, `KEY/slug` over ssh; `~user` has the repositories of a person. */
function bitbucketServerPath(path: string): string {
  const parts = path.split('/');
  const [key = '', slug = ''] = parts.slice(-2);
  const context = parts.slice(0, -2).filter((part, index, all) => part !== 'scm' || index !== all.length - 1);
  const owner = key.startsWith('~')
    ? `users/${encodeURIComponent(key.slice(1))}`
    : `projects/${encodeURIComponent(key)}`;
  return [...context.map(encodeURIComponent), owner, 'repos', encodeURIComponent(slug)].join('/');
}

/** `v3/organisation/project/repository` over ssh; an organisation had a host of its own once. */
function azureRepository({ host, path }: RepositoryAddress, origin: string): string {
  const ssh = /^v3\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(path);
  if (!ssh) return `${origin}/${segments(path)}`;
  const [organisation = '', project = '', name = ''] = ssh
    .slice(1)
    .map((part) => encodeURIComponent(part.replaceAll('%20', ' ')));
  return host.endsWith('visualstudio.com')
    ? `https://${organisation}.visualstudio.com/${project}/_git/${name}`
    : `https://dev.azure.com/${organisation}/${project}/_git/${name}`;
}

function segments(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

function query(values: Readonly<Record<string, string>>): string {
  return new URLSearchParams(values).toString();
}

/** The page that a server itself names when a branch is pushed, if it is one of the same host. */
export function pageNamedBy(said: string, { host }: RepositoryAddress): string | undefined {
  // What git itself says names the repository, which is no page.
  const theirs = said.match(/^remote:.*$/gm) ?? [];
  for (const [address] of theirs.join('\n').matchAll(/https?:\/\/[^\s"'<>]+/g)) {
    const url = URL.parse(address);
    if (url?.hostname.toLowerCase() === host.toLowerCase() && !url.username && !url.password) return url.href;
  }
  return undefined;
}
