import type { Actor } from './actor.js';
import type { Open } from './open.js';

/** Who did what, also what was refused. */
export interface AuditEvent {
  readonly id: string;
  readonly time: string;
  readonly actor: Actor;
  readonly onBehalfOf?: Actor;
  /** User-Agent of the client, e.g. an agent or the extension. */
  readonly client?: string;
  readonly action: string;
  readonly target?: string;
  readonly service?: string;
  readonly environment?: string;
  readonly outcome: Open<'Success' | 'Failure' | 'Denied' | 'Blocked'>;
  readonly reason?: string;
  readonly requestId?: string;
  readonly operation?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}
