import type { TemplateLineage } from './catalog.js';
import type { Open } from './open.js';
import type { FileChange } from './run.js';

/** How far a service has moved from its template. */
export interface Drift {
  readonly template?: TemplateLineage;
  readonly status: Open<'InStep' | 'Drifted' | 'UpdateAvailable' | 'Unknown'>;
  readonly files?: readonly FileChange[];
  readonly unifiedDiff?: string;
}
