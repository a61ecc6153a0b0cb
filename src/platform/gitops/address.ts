/** Where a repository is, safe to be handed to git. */
export interface RepositoryAddress {
  /** As git takes it, without a password. */
  readonly url: string;
  readonly protocol: 'https' | 'http' | 'ssh' | 'git' | 'file';
  /** Without the port; empty for a file. */
  readonly host: string;
  readonly port: string;
  /** Without a leading slash and `.git`. */
  readonly path: string;
}

const protocols = ['https', 'http', 'ssh', 'git', 'file'] as const;

/**
 * Reads an address that an engine tells. `undefined` for what is not handed to git: options, other transports (`ext::`
 * runs programs), plain paths, control characters.
 */
export function repositoryAddress(text: string): RepositoryAddress | undefined {
  const address = text.trim();
  if (address === '' || address.length > 2000 || /[\p{Cc}\p{Cf}\s\\]/u.test(address)) return undefined;
  if (address.startsWith('-') || /^[a-z\d+.-]+::/i.test(address)) return undefined;
  return address.includes('://') ? byUrl(address) : byShortForm(address);
}

function byUrl(address: string): RepositoryAddress | undefined {
  const url = URL.parse(address);
  const protocol = protocols.find((each) => url?.protocol === `${each}:`);
  if (!url || !protocol) return undefined;
  const host = decoded(url.hostname);
  const path = decoded(url.pathname);
  const user = decoded(url.username);
  if (host === undefined || path === undefined || user === undefined) return undefined;
  if (url.search || url.hash) return undefined;
  if (host.startsWith('-') || user.startsWith('-')) return undefined;
  if ((protocol === 'file') !== (host === '')) return undefined;
  url.password = '';
  return { url: url.href, protocol, host, port: url.port, path: bare(path) };
}

/** `git@host:path`, git's short form of ssh. */
function byShortForm(address: string): RepositoryAddress | undefined {
  const found = /^(?:(?<user>\w[\w.-]*)@)?(?<host>\w[\w.-]+):(?!\/\/)(?<path>[^:]+)$/.exec(address)?.groups;
  const { host, path } = found ?? {};
  // `C:folder` is a drive.
  if (host === undefined || path === undefined || path.startsWith('-')) return undefined;
  return { url: address, protocol: 'ssh', host: host.toLowerCase(), port: '', path: bare(path) };
}

function bare(path: string): string {
  return path.replace(/^\/+|\/+$/g, '').replace(/\.git$/i, '');
}

function decoded(text: string): string | undefined {
  try {
    const plain = decodeURIComponent(text);
    return /\p{Cc}/u.test(plain) ? undefined : plain;
  } catch {
    return undefined;
  }
}

/** Whether a name may be that of a branch: the rules of `git check-ref-format`, and no option. */
export function isBranchName(name: string): boolean {
  if (name === '' || name.length > 200 || /^[-/.]|[/.]$|\.lock$|^@$/.test(name)) return false;
  return !/\.\.|\/\/|@\{|[\p{Cc}\s~^:?*[\\]|\/\.|\.lock\//u.test(name);
}
