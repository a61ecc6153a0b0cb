import type { Open } from './open.js';

/** Who did something. */
export interface Actor {
  readonly id: string;
  readonly displayName?: string;
  readonly type?: Open<'user' | 'serviceAccount' | 'agent' | 'system'>;
}
