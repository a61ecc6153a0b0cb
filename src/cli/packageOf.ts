import { readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';

/** The package that a program belongs to: the nearest `package.json` above it with a version. */
export interface ProgramPackage {
  readonly version: string;
  /** Where it lies; `undefined` for a program that belongs to none. */
  readonly folder?: string;
}

export function packageOf(program: string): ProgramPackage {
  for (let folder = path.dirname(realpathSync(program)); ; folder = path.dirname(folder)) {
    const version = versionIn(path.join(folder, 'package.json'));
    if (version !== undefined) return { version, folder };
    if (folder === path.dirname(folder)) return { version: '0.0.0' };
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
