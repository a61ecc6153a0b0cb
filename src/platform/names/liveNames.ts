import type { LiveNames } from '../../model/liveNames.js';
import type { Platform } from '../../model/platform.js';
import { PlatformNames } from './platformNames.js';

/** The live names of a platform: its own way to them, or those of its lists. */
export function liveNames(platform: Platform): LiveNames {
  return platform.names ?? new PlatformNames(platform);
}
