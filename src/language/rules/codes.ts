/** Every code of a diagnostic. They never change their meaning; each has a page in docs/rules. */
export const ruleCodes = [
  'document/alias-expansion',
  'document/too-complex',
  'document/too-deep',
  'document/too-large',
  'document/too-many-findings',
  'manifest/unknown-kind',
  'manifest/unknown-version',
  'platform/check',
  'schema/deprecated',
  'schema/missing-property',
  'schema/not-used',
  'schema/refused',
  'schema/unknown-property',
  'schema/wrong-count',
  'schema/wrong-type',
  'schema/wrong-value',
  'score/unknown-resource',
  'service/missing-schedule',
  'service/scaling-range',
  'service/score-file-missing',
  'service/unexpected-schedule',
  'yaml/duplicate-key',
  'yaml/syntax',
  'yaml/unknown-alias',
] as const;

export type RuleCode = (typeof ruleCodes)[number];

/** The file of a rule's page in the folder of rule pages. */
export function rulePage(code: RuleCode): string {
  return `${code.replace('/', '--')}.md`;
}
