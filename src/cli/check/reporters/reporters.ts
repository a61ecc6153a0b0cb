import type { Reporter } from '../report.js';

/** The forms of output; each is loaded only when it is meant. */
export const reporters = {
  text: async (): Promise<Reporter> => (await import('./text.js')).textReport,
  human: async (): Promise<Reporter> => (await import('./text.js')).textReport,
  json: async (): Promise<Reporter> => (await import('./json.js')).jsonReport,
  sarif: async (): Promise<Reporter> => (await import('./sarif.js')).sarifReport,
  junit: async (): Promise<Reporter> => (await import('./junit.js')).junitReport,
  github: async (): Promise<Reporter> => (await import('./github.js')).githubReport,
} as const satisfies Readonly<Record<string, () => Promise<Reporter>>>;

export type ReportFormat = keyof typeof reporters;

export function isReportFormat(name: string): name is ReportFormat {
  return Object.hasOwn(reporters, name);
}
