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

/** How a check counts: one that could not be decided is not failed, one that does not apply counts nowhere. */
export function verdictOf({
  state,
}: Pick<CheckResult, 'state'>): 'passed' | 'failed' | 'unknown' | undefined {
  if (state === 'Passed') return 'passed';
  if (state === 'Failed') return 'failed';
  return state === 'NotApplicable' ? undefined : 'unknown';
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
