import { copyDiagnostics } from './copyDiagnostics.js';
import { sendFeedback } from './sendFeedback.js';

export const feedbackCommands = {
  'goldenPath.feedback': sendFeedback,
  'goldenPath.copyDiagnostics': copyDiagnostics,
} as const;
