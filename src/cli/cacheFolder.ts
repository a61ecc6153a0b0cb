import os from 'node:os';
import path from 'node:path';
import type { CommandIo } from './command.js';

/** Where the program keeps what it can do without: the cache folder that the system has for a user. */
export function cacheFolder(env: CommandIo['env'], platform = process.platform, home = os.homedir()): string {
  if (platform === 'win32') {
    return path.join(env['LOCALAPPDATA'] ?? path.join(home, 'AppData', 'Local'), 'golden-path', 'Cache');
  }
  if (platform === 'darwin') return path.join(home, 'Library', 'Caches', 'golden-path');
  return path.join(env['XDG_CACHE_HOME'] ?? path.join(home, '.cache'), 'golden-path');
}
