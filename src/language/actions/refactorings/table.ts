import { inlineScore } from './inlineScore.js';
import { moveWorkload } from './moveWorkload.js';
import { overrideForEnvironment } from './override.js';
import type { Refactoring } from './refactoring.js';
import { sortMap } from './sortMap.js';
import { writeOwner } from './writeOwner.js';
import { writeStyle } from './writeStyle.js';

/** What can be written in another way, in the order in which it is offered. */
export const refactorings: readonly Refactoring[] = [
  overrideForEnvironment,
  writeOwner,
  moveWorkload,
  inlineScore,
  sortMap,
  writeStyle,
];
