export const severityNames = ['error', 'warning', 'information', 'hint'] as const;

export type Severity = (typeof severityNames)[number];
