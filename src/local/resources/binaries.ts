import { accessSync, constants, readdirSync } from 'node:fs';
import path from 'node:path';

/** Folders where distributions put servers that are not on PATH, newest version first. */
function usualFolders(): readonly string[] {
  const versioned = ['/usr/lib/postgresql', '/usr/pgsql', '/opt/homebrew/opt', '/usr/local/opt'].flatMap(
    (folder) =>
      list(folder)
        .filter((name) => /^(\d+|postgresql(@\d+)?|redis(@[\d.]+)?)$/.test(name))
        .sort((a, b) => Number(b.replace(/\D/g, '')) - Number(a.replace(/\D/g, '')))
        .map((name) => path.join(folder, name, 'bin')),
  );
  return [...versioned, '/usr/local/sbin', '/usr/sbin', '/usr/local/bin', '/usr/bin'];
}

/** The folder that holds all these programs, on PATH first; `undefined` when no folder does. */
export function findBinaries(
  names: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const onPath = (env['PATH'] ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  return [...onPath, ...usualFolders()].find((folder) =>
    names.every((name) => isExecutable(path.join(folder, name))),
  );
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
