import { t } from '../../../base/l10n.js';
import { lookup, type Path, type Span } from '../../documents/lookup.js';
import type { YamlDocument } from '../../documents/yamlDocument.js';
import { failuresOf, type CheckFailure } from '../../scorecards/evaluate.js';
import { patchChanges } from '../../scorecards/patchChanges.js';
import { knownScorecards } from '../../scorecards/knownScorecards.js';
import { isAbout, type ManifestCheck, type ScorecardRules } from '../../scorecards/scorecard.js';
import { keySpan, valueSpan } from '../context.js';
import { finding, type Finding } from '../finding.js';
import type { SurroundingsRule } from '../ruleContext.js';

/** Checks of scorecards with `evaluation: Manifest`, of the workspace and of the platform: rules of its own. */
export const manifestChecks: SurroundingsRule = async (document, kind, around) => {
  const manifest = document.map;
  if (!kind.hasKindKey || !manifest) return [];
  const cards = (await knownScorecards(around.ports, around.workspace)).filter((card) =>
    isAbout(card, manifest),
  );
  const found = cards.flatMap((card) =>
    card.checks.map(async (check) =>
      (await failuresOf(check, manifest)).map((failure) => checkFinding(document, card, check, failure)),
    ),
  );
  return (await Promise.all(found)).flat();
};

function checkFinding(
  document: YamlDocument,
  card: ScorecardRules,
  check: ManifestCheck,
  failure: CheckFailure,
): Finding {
  const { name, title, level, remedy, fix } = check;
  const words = (remedy ?? title).replace(/\s*\.?\s*$/, '');
  const message =
    level === ''
      ? t('{0} (check “{1}” of the scorecard “{2}”).', words, title, card.name)
      : t('{0} (check “{1}” of the scorecard “{2}”, for level {3}).', words, title, card.name, level);
  const changes = fix ? patchChanges(fix, document.value) : [];
  const mends = [{ title: t('Apply the remedy of “{0}”', title), changes, isPreferred: true }];
  return finding(
    `scorecard/${card.name}.${name}`,
    failureSpan(document, failure),
    message,
    changes.length > 0 ? { data: { mends } } : {},
  );
}

/** What is missing shows at the nearest key above it that is there. */
function failureSpan(document: YamlDocument, { path, isMissing }: CheckFailure): Span {
  if (!isMissing) return valueSpan(document, path);
  let held: Path = path;
  while (held.length > 0 && !lookup(document, held)) held = held.slice(0, -1);
  return keySpan(document, held);
}
