import { diagnosticsOf, type Reporter } from '../report.js';

/** For programs: one object (docs/cli.md, "check"). */
export const jsonReport: Reporter = (report) =>
  `${JSON.stringify({
    files: report.files.length,
    diagnostics: diagnosticsOf(report),
    ...(report.fixed && { fixed: report.fixed }),
  })}\n`;
