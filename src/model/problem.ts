import type { Open } from './open.js';

/** Where a request or manifest is wrong; `pointer` is a JSON Pointer (RFC 6901). */
export interface FieldError {
  readonly pointer: string;
  readonly detail: string;
  readonly code?: string;
  readonly severity?: Open<'Error' | 'Warning' | 'Info' | 'Hint'>;
}

/** What stands in the way of an action. `until` absent: no known end. */
export interface Block {
  readonly reason: Open<
    | 'PermissionDenied'
    | 'FreezeWindow'
    | 'ApprovalRequired'
    | 'GateFailed'
    | 'OperationInProgress'
    | 'NotReversible'
    | 'InputRequired'
    | 'Paused'
    | 'Maintenance'
  >;
  readonly message?: string;
  readonly name?: string;
  readonly until?: string;
  readonly approvers?: readonly string[];
  readonly url?: string;
}

export interface Remediation {
  readonly text: string;
  readonly url?: string;
  readonly action?: string;
}

/** A platform's answer when it refuses or fails (RFC 9457 problem details). */
export interface Problem {
  /** URI reference; the last path segment is what clients switch on, e.g. `stale-plan`. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly instance?: string;
  readonly requestId?: string;
  readonly retryable?: boolean;
  readonly errors?: readonly FieldError[];
  readonly blockedBy?: Block;
  readonly operation?: string;
  readonly remediation?: Remediation;
}
