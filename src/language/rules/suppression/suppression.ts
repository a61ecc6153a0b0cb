import { t } from '../../../base/l10n.js';
import type { YamlDocument } from '../../documents/yamlDocument.js';
import { familyOf, isRuleCode, ruleCodes, rules } from '../codes.js';
import { finding, meant, type Finding } from '../finding.js';
import { nearest } from '../../../base/nearest.js';
import { suppressionsIn, type Suppression } from './comments.js';

/** Takes out what comments of a document switch off. */
export function withoutSuppressed(findings: readonly Finding[], document: YamlDocument): readonly Finding[] {
  const suppressions = findings.length === 0 ? [] : suppressionsIn(document);
  if (suppressions.length === 0) return findings;
  return findings.filter((one) => !suppressions.some((suppression) => covers(suppression, one)));
}

function covers({ code, from, to }: Suppression, finding: Finding): boolean {
  const isMeant = code === finding.code || code === familyOf(finding.code);
  return isMeant && finding.start >= from && finding.start < to;
}

/** Rules that a document alone decides: only of these is it known here that they found nothing. */
const decidedHere = new Set<string>(
  rules
    .filter(({ needs, code }) => needs === 'document' && !code.startsWith('document/'))
    .map(({ code }) => code),
);

/** Comments that switch off rules that there are not, or nothing. `findings`: all that the document alone tells. */
export function suppressionFindings(findings: readonly Finding[], document: YamlDocument): Finding[] {
  return suppressionsIn(document).flatMap((suppression) => {
    const { code, span } = suppression;
    if (!isRuleCode(code)) {
      const suggestion = nearest(code, ruleCodes);
      const message = suggestion
        ? t('There is no rule “{0}”. Did you mean “{1}”?', code, suggestion)
        : t('There is no rule “{0}”. The codes are those that findings show.', code);
      return [finding('suppression/unknown-code', span, message, meant(suggestion))];
    }
    const isUsed = !decidedHere.has(code) || findings.some((one) => covers(suppression, one));
    if (isUsed || code.startsWith('suppression/')) return [];
    const message = t('“{0}” finds nothing here. Remove the comment.', code);
    return [finding('suppression/unused', span, message, { tags: ['unnecessary'] })];
  });
}
