import os from 'node:os';
import path from 'node:path';
import type { EnvironmentVariables } from '../runtime/childEnvironment.js';

/** The folder of the user's local platform; `GOLDEN_PATH_DATA` names another. */
export function defaultDataDir(
  env: EnvironmentVariables,
  platform = process.platform,
  home = os.homedir(),
): string {
  const named = env['GOLDEN_PATH_DATA'];
  if (named) return path.resolve(named);
  if (platform === 'win32') {
    return path.join(env['LOCALAPPDATA'] || path.join(home, 'AppData', 'Local'), 'golden-path');
  }
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'golden-path');
  return path.join(env['XDG_DATA_HOME'] || path.join(home, '.local', 'share'), 'golden-path');
}
