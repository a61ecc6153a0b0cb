import type { Actor } from './actor.js';
import type { Permission } from './catalog.js';

/** Whose token it is that the platform is called with. */
export interface Me {
  readonly user: Actor;
  /** Entity references of the groups they are in. */
  readonly groups?: readonly string[];
  /** What they may do whatever the service and the environment. */
  readonly permissions?: readonly Permission[];
}
