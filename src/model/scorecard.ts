import type { Open } from './open.js';
import type { Remediation } from './problem.js';

export interface ScorecardResult {
  readonly name: string;
  readonly title?: string;
  readonly level?: string;
  readonly levels?: readonly string[];
  readonly nextLevel?: string;
  readonly checks: readonly CheckResult[];
  readonly evaluatedAt?: string;
}

export interface CheckResult {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly level?: string;
  readonly state: Open<'Passed' | 'Failed' | 'Error' | 'NotApplicable' | 'Unknown'>;
  readonly message?: string;
  /** Place in the manifest, for a diagnostic. */
  readonly pointer?: string;
  readonly remediation?: Remediation;
  readonly exemptUntil?: string;
}
