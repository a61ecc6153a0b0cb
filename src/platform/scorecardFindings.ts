import { t } from '../base/l10n.js';
import type { Platform } from '../model/platform.js';
import type { FieldError } from '../model/problem.js';
import type { CheckResult } from '../model/scorecard.js';

/** The contract's most. */
const pageSize = 200;

/**
 * What the scorecards of a platform miss in a service, as findings in its manifest. Checks that the manifest alone
 * decides are left out: they are decided by the text that is edited, not by what was deployed. Rejects as the platform
 * does.
 */
export async function scorecardFindings(platform: Platform, service: string): Promise<readonly FieldError[]> {
  if (!platform.measures) return [];
  const [results, { items: definitions }] = await Promise.all([
    platform.measures.scorecards(service),
    platform.listScorecards({ pageSize }),
  ]);
  const decidedHere = new Set(definitions.flatMap(({ name, spec }) => manifestChecks(name, spec['checks'])));
  return results.flatMap(({ name: card, title, checks }) =>
    checks
      .filter((check) => check.state === 'Failed' && !isExempt(check))
      .map((check) => findingOf(`${card}.${check.name}`, title ?? card, check))
      .filter(({ code }) => !decidedHere.has(code)),
  );
}

function findingOf(
  name: string,
  card: string,
  { pointer = '', message, description, title, remediation, name: check }: CheckResult,
): FieldError & { readonly code: string } {
  const words = [message ?? description, remediation?.text].filter((text) => text !== undefined);
  const said = words.map((text) => text.replace(/\s*\.?\s*$/, '.')).join(' ');
  const detail = t('{0} (check “{1}” of the scorecard “{2}”)', said, title ?? check, card).trim();
  return { pointer, detail, code: `scorecard/${name}`, severity: 'Info' };
}

function isExempt({ exemptUntil }: CheckResult): boolean {
  return exemptUntil !== undefined && Date.parse(exemptUntil) > Date.now();
}

function manifestChecks(card: string, checks: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(checks) ? checks : [];
  return list.flatMap((check) => {
    const { name, evaluation } = (check ?? {}) as { readonly name?: unknown; readonly evaluation?: unknown };
    return evaluation === 'Manifest' && typeof name === 'string' ? [`scorecard/${card}.${name}`] : [];
  });
}
