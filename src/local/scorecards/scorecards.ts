import { t } from '../../base/l10n.js';
import type { components } from '../../contract/generated/wire.js';
import { failuresOf } from '../../language/scorecards/evaluate.js';
import { isAbout, scorecardRules } from '../../language/scorecards/scorecard.js';
import type { ScorecardDefinition } from '../../model/offer.js';
import { at, isObject, member, text, texts, type JsonObject } from '../manifest/json.js';
import { escapePointer } from '../manifest/serviceManifest.js';
import type { PlatformCheck } from './platformChecks.js';

export type ScorecardResult = components['schemas']['ScorecardResult'];
type CheckResult = ScorecardResult['checks'][number];

/** The scorecards that documents define; of two of one name the first holds. */
export function scorecardsIn(documents: readonly JsonObject[]): readonly ScorecardDefinition[] {
  const found = new Map<string, ScorecardDefinition>();
  for (const document of documents) {
    const name = text(at(document, 'metadata', 'name'));
    const spec = member(document, 'spec');
    if (document['kind'] !== 'Scorecard' || name === undefined || !isObject(spec) || found.has(name)) {
      continue;
    }
    const title = text(at(document, 'metadata', 'title'));
    found.set(name, { name, spec, ...(title !== undefined && { title }) });
  }
  return [...found.values()];
}

/** A scorecard's result for a manifest; `undefined` when it is not about it. */
export async function evaluateScorecard(
  definition: ScorecardDefinition,
  manifest: JsonObject,
  platformCheck: PlatformCheck,
  now: number,
): Promise<ScorecardResult | undefined> {
  const { name, title, spec } = definition;
  const rules = scorecardRules(name, spec);
  if (!isAbout(rules, manifest)) return undefined;
  const declared = member(spec, 'checks');
  const checks = await Promise.all(
    (Array.isArray(declared) ? declared : []).map((check: unknown) =>
      checkResult(check, rules, manifest, platformCheck),
    ),
  );
  const levels = texts(member(spec, 'levels'));
  const reached = levelsReached(levels, checks);
  const level = levels[reached - 1];
  const nextLevel = levels[reached];
  return {
    name,
    ...(title !== undefined && { title }),
    ...(level !== undefined && { level }),
    levels,
    ...(nextLevel !== undefined && { nextLevel }),
    checks,
    evaluatedAt: new Date(now).toISOString(),
  };
}

/** How many levels are reached: each needs its own checks and those of all below it. */
function levelsReached(levels: readonly string[], checks: readonly CheckResult[]): number {
  const missed = levels.findIndex((level) =>
    checks.some(
      (check) => check.level === level && check.state !== 'Passed' && check.state !== 'NotApplicable',
    ),
  );
  return missed < 0 ? levels.length : missed;
}

async function checkResult(
  check: unknown,
  rules: ReturnType<typeof scorecardRules>,
  manifest: JsonObject,
  platformCheck: PlatformCheck,
): Promise<CheckResult> {
  const name = text(member(check, 'name')) ?? '';
  const base = describe(check, name);
  if (member(check, 'evaluation') !== 'Manifest') return { ...base, ...platformCheck(name) };
  const rule = rules.checks.find((item) => item.name === name);
  if (!rule) return { ...base, state: 'Error', message: t('The check has no path into the manifest.') };
  const [failure] = await failuresOf(rule, manifest);
  if (!failure) return { ...base, state: 'Passed' };
  const pointer = failure.path.map((step) => `/${escapePointer(step)}`).join('');
  const message = failure.isMissing ? t('{0} is missing.', pointer) : t('{0} does not fit.', pointer);
  return { ...base, state: 'Failed', pointer, message };
}

function describe(check: unknown, name: string): Omit<CheckResult, 'state'> {
  const words = (['title', 'description', 'level'] as const).flatMap((key) => {
    const value = text(member(check, key));
    return value === undefined ? [] : [[key, value] as const];
  });
  const remedy = member(check, 'remediation');
  const advice = text(member(remedy, 'text'));
  const url = text(member(remedy, 'url'));
  const action = text(member(remedy, 'action'));
  return {
    name,
    ...Object.fromEntries(words),
    ...(advice !== undefined && {
      remediation: {
        text: advice,
        ...(url !== undefined && URL.canParse(url) && { url }),
        ...(action !== undefined && { action }),
      },
    }),
  };
}
