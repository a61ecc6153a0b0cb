/** Finds programs that the machine has. */
import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** Debian keeps servers where an ordinary user's PATH does not look; Go's own place is where its installer puts it. */
const besides = ['/usr/sbin', '/usr/local/sbin', '/usr/local/go/bin'];

/** The path of a program; undefined where there is none. */
export function onPath(name) {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), ...besides].filter(Boolean);
  return folders.map((folder) => path.join(folder, name)).find(isProgram);
}

export const findGo = () => onPath('go');

function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
