import os from 'node:os';
import path from 'node:path';
import type { CommandIo } from '../command.js';

/** Where the program keeps who is signed in: the configuration folder that the system has for a user. */
export function configFolder(
  env: CommandIo['env'],
  platform = process.platform,
  home = os.homedir(),
): string {
  if (platform === 'win32') {
    return path.join(env['APPDATA'] ?? path.join(home, 'AppData', 'Roaming'), 'golden-path');
  }
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'golden-path');
  return path.join(env['XDG_CONFIG_HOME'] || path.join(home, '.config'), 'golden-path');
}
