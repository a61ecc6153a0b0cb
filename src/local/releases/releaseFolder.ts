import path from 'node:path';

/** Where a release lives: what was captured, what was built from it, and the proof that the build ended well. */
export interface ReleaseFolder {
  readonly root: string;
  readonly source: string;
  readonly code: string;
  readonly built: string;
}

export function releaseFolder(dataDir: string, service: string, release: string): ReleaseFolder {
  const root = path.join(dataDir, 'releases', service, release);
  return {
    root,
    source: path.join(root, 'source'),
    code: path.join(root, 'code'),
    built: path.join(root, 'built.json'),
  };
}
