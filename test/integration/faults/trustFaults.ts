import type { FaultReport } from './report.js';

export function defineTrustFaults(_report: FaultReport): void {
  // Comes next.
}
