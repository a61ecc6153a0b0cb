/** A file of a repository, by a remote of it. */
export interface RemoteFile {
  readonly remote: string;
  readonly branch: string;
  /** With `/`. */
  readonly path: string;
}

/** Where people see a repository in the browser, by the address that git has of it; `undefined` for a folder of this machine. */
export function webUrlOf(remote: string): string | undefined {
  // git@host:path, git's short form of ssh.
  const [, host, short] = /^[\w.-]+@([\w.-]+):(?!\/\/)(.+)$/.exec(remote) ?? [];
  const url = URL.parse(host === undefined ? remote : `https://${host}/${short ?? ''}`);
  if (!url || !['https:', 'http:', 'ssh:', 'git:'].includes(url.protocol)) return undefined;
  const scheme = url.protocol === 'http:' ? 'http:' : 'https:';
  // The port is that of ssh, or of the page itself.
  const at = /^https?:$/.test(url.protocol) ? url.host : url.hostname;
  return `${scheme}//${at}${url.pathname.replace(/\/+$/, '').replace(/\.git$/, '')}`;
}

/** Where people see a file, which is also where Backstage reads it: GitHub, GitLab, Bitbucket, Azure DevOps, Gitea. */
export function fileUrlOf({ remote, branch, path }: RemoteFile): string | undefined {
  const repository = webUrlOf(remote);
  if (repository === undefined) return undefined;
  const { host } = new URL(repository);
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  const ref = branch.split('/').map(encodeURIComponent).join('/');
  if (/gitlab/.test(host)) return `${repository}/-/blob/${ref}/${encoded}`;
  if (/bitbucket/.test(host)) return `${repository}/src/${ref}/${encoded}`;
  if (/(?:^|\.)dev\.azure\.com$|visualstudio\.com$/.test(host)) {
    return `${repository}?path=/${encoded}&version=GB${ref}`;
  }
  if (/gitea|codeberg|forgejo/.test(host)) return `${repository}/src/branch/${ref}/${encoded}`;
  return `${repository}/blob/${ref}/${encoded}`;
}
