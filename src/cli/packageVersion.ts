import { readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';

/** The version of the package that a program belongs to: of the nearest `package.json` above it with a version. */
export function packageVersion(program: string): string {
  for (let folder = path.dirname(realpathSync(program)); ; folder = path.dirname(folder)) {
    const version = versionIn(path.join(folder, 'package.json'));
    if (version !== undefined) return version;
    if (folder === path.dirname(folder)) return '0.0.0';
  }
}

function versionIn(file: string): string | undefined {
  try {
    const parsed = JSON.parse(readFileSync(file, 'utf8')) as { readonly version?: unknown };
    return typeof parsed.version === 'string' ? parsed.version : undefined;
  } catch {
    return undefined;
  }
}
