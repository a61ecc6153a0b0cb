import type { Open } from './open.js';

/** Something that happened to a service where it runs. */
export interface PlatformEvent {
  readonly id: string;
  readonly time: string;
  readonly type: Open<'Normal' | 'Warning'>;
  readonly reason: string;
  readonly message: string;
}
