import type { PlanChange, PlanFinding, PlanRequires } from './delivery.js';
import type { Open } from './open.js';
import type { Block } from './problem.js';

/** Values of a form, to run a template or an action with. */
export interface RunRequest {
  readonly values: Readonly<Record<string, unknown>>;
  /** Never stored, logged or echoed. */
  readonly secrets?: Readonly<Record<string, string>>;
  readonly service?: string;
  readonly environment?: string;
  /** Id of the incident it is run for. */
  readonly incident?: string;
  readonly reason?: string;
  readonly planFingerprint?: string;
}

/** One file that a run or an update would write. */
export interface FileChange {
  readonly path: string;
  readonly action: Open<'Create' | 'Update' | 'Delete'>;
  readonly content?: string;
  readonly encoding?: Open<'utf-8' | 'base64'>;
  readonly executable?: boolean;
}

/** What a run would do, without effect. */
export interface RunPlan {
  readonly fingerprint: string;
  readonly files?: readonly FileChange[];
  readonly changes?: readonly PlanChange[];
  readonly warnings?: readonly PlanFinding[];
  readonly blocks?: readonly Block[];
  readonly requires?: PlanRequires;
}

/** What a person confirmed; it goes with what is sent. */
export interface RunConfirmation {
  readonly planFingerprint: string;
  readonly reason?: string;
}
