import type { Permission } from './catalog.js';
import type { FormStep } from './offer.js';
import type { Open } from './open.js';

/** A self-service action on offer. */
export interface Action {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly category: Open<'Create' | 'Day2' | 'Delete'>;
  readonly appliesTo?: readonly string[];
  readonly risk?: Open<'ReadOnly' | 'Reversible' | 'Destructive'>;
  readonly dryRun?: boolean;
  readonly parameters?: readonly FormStep[];
  readonly permissions?: readonly Permission[];
}
