import type { Actor } from './actor.js';
import type { Permission } from './catalog.js';
import type { Open } from './open.js';

/** A secret without its value; no field ever holds one. */
export interface Secret {
  readonly name: string;
  /** Where it is in the store. */
  readonly key?: string;
  readonly store?: string;
  readonly version?: string;
  readonly state: Open<'Set' | 'Missing' | 'Expired' | 'Unknown'>;
  /** The platform can make a new value itself. */
  readonly rotatable?: boolean;
  /** Changed since what runs was started: takes effect with the next restart or deployment. */
  readonly pending?: boolean;
  readonly updatedAt?: string;
  readonly updatedBy?: Actor;
  readonly expiresAt?: string;
  readonly permissions?: readonly Permission[];
}

/** Goes to the platform and nowhere else. */
export interface SecretValue {
  /** Never stored in clear, logged or returned. */
  readonly value: string;
  readonly reason?: string;
}

export interface SecretRotation {
  readonly reason?: string;
  readonly planFingerprint?: string;
}
