import os from 'node:os';
import type { Actor } from '../../model/actor.js';

/** The person whose machine it is. */
export function localActor(): Actor {
  const name = userName();
  return { id: `user:default/${name}`, displayName: name, type: 'user' };
}

function userName(): string {
  try {
    return os.userInfo().username;
  } catch {
    return 'unknown';
  }
}
