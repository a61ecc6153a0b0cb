import { t } from '../../../base/l10n.js';
import { asMap } from '../../documents/yamlDocument.js';
import { isRuleCode, ruleCodes } from '../codes.js';
import { keySpan } from '../context.js';
import { finding, meant } from '../finding.js';
import { nearest } from '../../../base/nearest.js';
import type { DocumentRule } from '../ruleContext.js';

/** Severities in the team's settings for rules that there are not: they would change nothing. */
export const settingsCodes: DocumentRule = (document, kind) => {
  if (kind.name !== 'Settings') return [];
  return Object.keys(asMap(document.map?.['rules']) ?? {}).flatMap((code) => {
    if (isRuleCode(code)) return [];
    const suggestion = nearest(code, ruleCodes);
    const message = suggestion
      ? t('There is no rule “{0}”. Did you mean “{1}”?', code, suggestion)
      : t('There is no rule “{0}”. The codes are those that findings show.', code);
    return [
      finding('suppression/unknown-code', keySpan(document, ['rules', code]), message, {
        severity: 'warning',
        ...meant(suggestion),
      }),
    ];
  });
};
