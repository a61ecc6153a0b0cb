import type { SurroundingsRule } from './ruleContext.js';
import { scoreFileMissing } from './service/scoreFile.js';

/** The rules that look beyond their document. */
export const surroundingsRules: readonly SurroundingsRule[] = [scoreFileMissing];
