import { entityKinds } from './backstage/entityKinds.js';
import { entityRefs } from './backstage/entityRefs.js';
import { templateReadings } from './backstage/templateReadings.js';
import { approvals } from './delivery/approvals.js';
import { pipelineStages } from './delivery/pipeline.js';
import { resourceTypeNames } from './platform/resourceType.js';
import { scorecardChecks } from './platform/scorecards.js';
import { templateChangelog } from './platform/templateChangelog.js';
import type { DocumentRule } from './ruleContext.js';
import { freezeWindow } from './schedule/freezeWindow.js';
import { schedules } from './schedule/schedules.js';
import { imageTag } from './score/imageTag.js';
import { danglingPlaceholders } from './score/placeholders.js';
import { plainSecret } from './score/plainSecret.js';
import { portConflict, probePort } from './score/ports.js';
import { startOrder } from './score/startOrder.js';
import { settingsCodes } from './suppression/settingsCodes.js';
import { objectives } from './service/objectives.js';
import { scalingRange } from './service/scaling.js';

/** The rules beyond the schema that look at one document. */
export const documentRules: readonly DocumentRule[] = [
  scalingRange,
  schedules,
  objectives,
  danglingPlaceholders,
  portConflict,
  probePort,
  startOrder,
  imageTag,
  plainSecret,
  pipelineStages,
  approvals,
  freezeWindow,
  resourceTypeNames,
  templateChangelog,
  scorecardChecks,
  settingsCodes,
  entityKinds,
  entityRefs,
  templateReadings,
];
