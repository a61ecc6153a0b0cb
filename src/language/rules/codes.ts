import type { Severity } from './severity.js';

/** What a rule must know besides the document: it is silent where it does not. */
export type RuleNeed = 'document' | 'files' | 'workspace' | 'platform';

export interface RuleEntry {
  readonly code: string;
  /** How grave its findings are unless the settings say otherwise. */
  readonly severity: Severity;
  readonly needs: RuleNeed;
  /** What its findings say, in a few words. */
  readonly summary: string;
}

const error = 'error' as const;
const warning = 'warning' as const;
const information = 'information' as const;
const hint = 'hint' as const;

/** Every rule. Codes never change their meaning; each has a page in docs/rules. `npm run docs` writes lists from this. */
// prettier-ignore
export const rules = [
  { code: 'backstage/entity-ref', severity: warning, needs: 'document', summary: 'A reference to an entity that cannot be read, or of the wrong kind' },
  { code: 'document/alias-expansion', severity: error, needs: 'document', summary: 'Aliases repeat more than is read' },
  { code: 'document/too-complex', severity: warning, needs: 'document', summary: 'A document takes too long to check' },
  { code: 'document/too-deep', severity: error, needs: 'document', summary: 'A file nests too deep' },
  { code: 'document/too-large', severity: error, needs: 'document', summary: 'A file is too large' },
  { code: 'document/too-many-findings', severity: information, needs: 'document', summary: 'A file has more findings than are shown' },
  { code: 'environment/approvals', severity: warning, needs: 'document', summary: 'Approvals that nobody, or too few, can give' },
  { code: 'freeze-window/never-active', severity: warning, needs: 'document', summary: 'A freeze window that never closes anything' },
  { code: 'freeze-window/past', severity: hint, needs: 'document', summary: 'A freeze window that is over' },
  { code: 'manifest/unknown-kind', severity: error, needs: 'document', summary: 'A kind that does not exist' },
  { code: 'manifest/unknown-version', severity: error, needs: 'document', summary: 'A version that does not exist' },
  { code: 'pipeline/cycle', severity: error, needs: 'document', summary: 'Stages that promote from each other in a ring' },
  { code: 'pipeline/duplicate-stage', severity: error, needs: 'document', summary: 'An environment that is two stages' },
  { code: 'pipeline/gate-without-source', severity: warning, needs: 'document', summary: 'A gate about the stage before where there is none' },
  { code: 'pipeline/unknown-source', severity: error, needs: 'document', summary: 'Promotion from an environment that is no stage' },
  { code: 'platform/check', severity: error, needs: 'platform', summary: 'What the platform itself says of a manifest' },
  { code: 'reference/unknown-environment', severity: warning, needs: 'workspace', summary: 'An environment that is not known' },
  { code: 'reference/unknown-level', severity: warning, needs: 'workspace', summary: 'A level that the scorecard does not have' },
  { code: 'reference/unknown-owner', severity: warning, needs: 'platform', summary: 'An owner that the catalogue does not know' },
  { code: 'reference/unknown-pipeline', severity: warning, needs: 'workspace', summary: 'A delivery pipeline that is not known' },
  { code: 'reference/unknown-resource-type', severity: warning, needs: 'workspace', summary: 'A resource type that is not known' },
  { code: 'reference/unknown-scorecard', severity: warning, needs: 'workspace', summary: 'A scorecard that is not known' },
  { code: 'resource/params', severity: warning, needs: 'workspace', summary: 'Parameters that do not fit the resource type' },
  { code: 'resource/unknown-class', severity: warning, needs: 'workspace', summary: 'A class that the resource type does not have' },
  { code: 'resource-type/duplicate-name', severity: error, needs: 'document', summary: 'Two classes or outputs of one name' },
  { code: 'schedule/cron-syntax', severity: error, needs: 'document', summary: 'A cron expression that cannot be read' },
  { code: 'schedule/never-fires', severity: warning, needs: 'document', summary: 'A cron expression for a day that never comes' },
  { code: 'schedule/unknown-time-zone', severity: warning, needs: 'document', summary: 'A time zone that does not exist' },
  { code: 'schema/deprecated', severity: warning, needs: 'document', summary: 'A key or value that will go' },
  { code: 'schema/missing-property', severity: error, needs: 'document', summary: 'A key that must be there' },
  { code: 'schema/not-used', severity: information, needs: 'files', summary: 'A comment names a schema that is not used' },
  { code: 'schema/refused', severity: warning, needs: 'document', summary: 'A schema of the workspace that cannot be used' },
  { code: 'schema/unknown-property', severity: error, needs: 'document', summary: 'A key that does not exist' },
  { code: 'schema/wrong-count', severity: error, needs: 'document', summary: 'Too many entries or too few' },
  { code: 'schema/wrong-type', severity: error, needs: 'document', summary: 'A value of the wrong type' },
  { code: 'schema/wrong-value', severity: error, needs: 'document', summary: 'A value that is not allowed' },
  { code: 'score/before-cycle', severity: error, needs: 'document', summary: 'Containers that wait for each other' },
  { code: 'score/image-tag', severity: information, needs: 'document', summary: 'An image without a fixed version' },
  { code: 'score/malformed-placeholder', severity: warning, needs: 'document', summary: 'A placeholder that cannot be filled in' },
  { code: 'score/port-conflict', severity: warning, needs: 'document', summary: 'Two ports with one number' },
  { code: 'score/probe-port', severity: warning, needs: 'document', summary: 'A probe on a port that no one opens' },
  { code: 'score/unknown-container', severity: error, needs: 'document', summary: 'An order of start that names no container' },
  { code: 'score/unknown-metadata', severity: warning, needs: 'document', summary: 'A placeholder for metadata that is not there' },
  { code: 'score/unknown-output', severity: warning, needs: 'workspace', summary: 'A placeholder for an output that the resource type does not have' },
  { code: 'score/unknown-resource', severity: error, needs: 'document', summary: 'A placeholder for a resource that is not there' },
  { code: 'scorecard/duplicate-check', severity: error, needs: 'document', summary: 'Two checks of one name' },
  { code: 'scorecard/manifest-check', severity: information, needs: 'workspace', summary: 'A check of a scorecard that a manifest does not pass' },
  { code: 'scorecard/unevaluable-check', severity: warning, needs: 'document', summary: 'A check that cannot be decided from a manifest' },
  { code: 'scorecard/unknown-level', severity: error, needs: 'document', summary: 'A check for a level that the scorecard does not have' },
  { code: 'secret/plain-text', severity: warning, needs: 'document', summary: 'A secret in plain text' },
  { code: 'service/catalog-disagrees', severity: warning, needs: 'files', summary: 'Another owner, system or lifecycle than the catalogue' },
  { code: 'service/dependency-cycle', severity: warning, needs: 'workspace', summary: 'Services that depend on each other in a ring' },
  { code: 'service/depends-on-deprecated', severity: warning, needs: 'workspace', summary: 'A dependency that is deprecated' },
  { code: 'service/missing-schedule', severity: error, needs: 'document', summary: 'A cronjob without a schedule' },
  { code: 'service/no-owner', severity: information, needs: 'files', summary: 'A service that nobody owns' },
  { code: 'service/no-readiness-probe', severity: information, needs: 'workspace', summary: 'A service goes to production without a readiness probe' },
  { code: 'service/override-breaks-score', severity: error, needs: 'files', summary: 'An override that leaves no valid workload' },
  { code: 'service/scaling-range', severity: error, needs: 'document', summary: 'maxReplicas less than minReplicas' },
  { code: 'service/score-file-missing', severity: error, needs: 'files', summary: 'A Score file that is not there' },
  { code: 'service/template-behind', severity: information, needs: 'workspace', summary: 'A newer version of the template' },
  { code: 'service/unexpected-schedule', severity: error, needs: 'document', summary: 'A schedule without a cronjob' },
  { code: 'slo/duplicate-name', severity: error, needs: 'document', summary: 'Two objectives of one name' },
  { code: 'slo/latency-boundary', severity: warning, needs: 'document', summary: 'A latency threshold that histograms cannot tell' },
  { code: 'slo/target', severity: warning, needs: 'document', summary: 'A target that looks like a ratio, not a percentage' },
  { code: 'slo/time-window', severity: warning, needs: 'document', summary: 'A time window that is too short or too long' },
  { code: 'suppression/unknown-code', severity: information, needs: 'document', summary: 'A comment or setting about a rule that does not exist' },
  { code: 'suppression/unused', severity: hint, needs: 'document', summary: 'A comment that switches off nothing' },
  { code: 'template/changelog', severity: information, needs: 'document', summary: 'A version of a template that its changelog does not tell of' },
  { code: 'template/parameters', severity: error, needs: 'document', summary: 'Parameters of a template that no form can ask for' },
  { code: 'template/unknown-parameter', severity: warning, needs: 'document', summary: 'A parameter that no form of the template asks for' },
  { code: 'template/unknown-step', severity: warning, needs: 'document', summary: 'A step that no step above has the id of' },
  { code: 'workspace/duplicate-name', severity: warning, needs: 'workspace', summary: 'Two manifests of one kind and name' },
  { code: 'yaml/duplicate-key', severity: error, needs: 'document', summary: 'A key that stands twice' },
  { code: 'yaml/syntax', severity: error, needs: 'document', summary: 'Text that is not YAML' },
  { code: 'yaml/unknown-alias', severity: error, needs: 'document', summary: 'An alias of nothing' },
] as const satisfies readonly RuleEntry[];

/** A rule of ours. */
export type OwnRuleCode = (typeof rules)[number]['code'];

/** A check of a scorecard: a rule of the platform's own, named by the scorecard and the check. */
export type CheckCode = `scorecard/${string}.${string}`;

export type RuleCode = OwnRuleCode | CheckCode;

export const ruleCodes: readonly OwnRuleCode[] = rules.map(({ code }) => code);

const severities = new Map<string, Severity>(rules.map(({ code, severity }) => [code, severity]));

/** How grave a rule's findings are by themselves. */
export function severityOf(code: RuleCode): Severity {
  return severities.get(familyOf(code)) ?? 'warning';
}

/** The rule that a code belongs to: settings and pages for it hold for all of its codes. */
export function familyOf(code: string): string {
  return isCheckCode(code) ? 'scorecard/manifest-check' : code;
}

export function isCheckCode(code: string): code is CheckCode {
  return code.startsWith('scorecard/') && code.includes('.');
}

export function isRuleCode(code: string): code is RuleCode {
  return severities.has(familyOf(code));
}

/** The file of a rule's page in the folder of rule pages. */
export function rulePage(code: RuleCode): string {
  return `${familyOf(code).replace('/', '--')}.md`;
}
