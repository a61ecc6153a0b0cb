/** The same git remote in any of git's spellings: `git@host:a/b.git`, `ssh://git@host/a/b`, `https://user@host/a/b/`. */
export function plainRemote(url: string): string {
  return url
    .trim()
    .replace(/^(?:[\w.-]+@)?([\w.-]+):(?!\/\/)(?!\d+\/)/, 'ssh://$1/')
    .replace(/^(?:https?|ssh|git):\/\/(?:[^@/]+@)?/, '//')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .toLowerCase();
}
