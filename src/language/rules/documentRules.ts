import { unknownResources } from './placeholders.js';
import type { DocumentRule } from './ruleContext.js';
import { scalingRange } from './scaling.js';

/** The rules beyond the schema that look at one document. */
export const documentRules: readonly DocumentRule[] = [scalingRange, unknownResources];
