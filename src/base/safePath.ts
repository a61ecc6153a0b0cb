/** Why a path of somebody else's is not written to. */
export type PathFault = 'empty' | 'absolute' | 'outside' | 'characters' | 'name' | 'long' | 'repository';

const longestPath = 1000;
const longestName = 255;

/**
 * What is wrong with a path that is to be below a chosen folder; `undefined` for a good one. Good on every system:
 * relative, with `/`, no way up, no name that means a device, a stream or another file there, nothing of git's own.
 */
export function pathFault(path: string): PathFault | undefined {
  if (path === '') return 'empty';
  if (path.length > longestPath) return 'long';
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path) || path.startsWith('\\')) return 'absolute';
  if (/[\\:*?"<>|]|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(path)) return 'characters';
  for (const name of path.split('/')) {
    if (name === '..') return 'outside';
    if (name === '' || name === '.') return 'name';
    if (name.length > longestName) return 'long';
    if (/[. ]$/.test(name) || isDevice(name)) return 'name';
    if (/^(\.git|git~\d+)$/i.test(name)) return 'repository';
  }
  return undefined;
}

function isDevice(name: string): boolean {
  return /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\.|$)/i.test(name);
}

/** Whether a file changes what editors or servers run by themselves: a person is told before it is written. */
export function isDelicate(path: string): boolean {
  return /(^|\/)(\.vscode|\.idea|\.devcontainer|\.husky|\.githooks)\/|^\.(github|gitlab|circleci)\/|(^|\/)(\.gitlab-ci\.yml|\.gitattributes|\.gitmodules|\.npmrc|\.envrc|\.pre-commit-config\.yaml)$/i.test(
    path,
  );
}

/** Two of the paths that are one file, or a file and a folder, where case does not count. */
export function collision(paths: readonly string[]): readonly [string, string] | undefined {
  const seen = new Map<string, string>();
  for (const path of paths) {
    const key = folded(path);
    const known = seen.get(key);
    if (known !== undefined) return [known, path];
    seen.set(key, path);
  }
  for (const path of paths) {
    const names = folded(path).split('/');
    for (let length = 1; length < names.length; length++) {
      const known = seen.get(names.slice(0, length).join('/'));
      if (known !== undefined) return [known, path];
    }
  }
  return undefined;
}

function folded(path: string): string {
  return path.normalize('NFC').toLowerCase();
}
