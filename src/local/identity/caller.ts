import type { Actor } from '../../model/actor.js';

/** What a token is good for; names as in the guide of the platform API. */
export type Scope = 'platform.read' | 'platform.deploy' | 'platform.admin';
export const scopes: readonly Scope[] = ['platform.read', 'platform.deploy', 'platform.admin'];

/** Who sends a request. */
export interface Caller {
  readonly actor: Actor;
  /** Full references of the groups that the token names; more may come from Group and User documents. */
  readonly groups: readonly string[];
  readonly scopes: readonly Scope[];
}

/** The platform itself, for what nobody asked for. */
export const platformActor: Actor = {
  id: 'system:local-platform',
  displayName: 'Local platform',
  type: 'system',
};

/** For what the platform asks itself. */
export const asItself: Caller = { actor: platformActor, groups: [], scopes };
