import { manifestChecks } from './platform/manifestChecks.js';
import type { SurroundingsRule } from './ruleContext.js';
import { overrides } from './service/overrides.js';
import { ownership } from './service/ownership.js';
import { readiness } from './service/readiness.js';
import { scoreFileMissing } from './service/scoreFile.js';
import { dependencies } from './workspace/dependencies.js';
import { duplicateNames } from './workspace/duplicateNames.js';
import { gateLevels } from './workspace/gateLevels.js';
import { resourceTypes } from './workspace/resourceTypes.js';
import { templateBehind } from './workspace/templateBehind.js';
import { unknownNames } from './workspace/unknownNames.js';

/** The rules that look beyond their document. */
export const surroundingsRules: readonly SurroundingsRule[] = [
  scoreFileMissing,
  overrides,
  ownership,
  readiness,
  unknownNames,
  gateLevels,
  duplicateNames,
  dependencies,
  templateBehind,
  resourceTypes,
  manifestChecks,
];
