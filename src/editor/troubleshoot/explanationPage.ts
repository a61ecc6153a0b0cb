import { t } from '../../base/l10n.js';
import { checkName } from '../../platform/why/checkNames.js';
import type { Explanation } from '../../platform/why/explain.js';

/** An explanation as a page in Markdown; texts of the platform are shown as text. */
export function explanationPage({ cause, findings, question, service, environment }: Explanation): string {
  const title =
    question === 'deploy'
      ? t('Why can’t I deploy {0} to {1}?', service, environment)
      : t('Why is {0} not healthy in {1}?', service, environment);
  const marks = { passed: '✔', cause: '✘', unknown: '?' };
  return [
    `# ${asText(title)}`,
    '',
    cause ? `**${asText(cause.sentence)}**` : asText(t('No cause is found.')),
    '',
    ...(cause?.remedy === undefined ? [] : [asText(cause.remedy), '']),
    `## ${t('What was looked at')}`,
    '',
    ...findings.map(
      ({ check, state, sentence }) => `- ${marks[state]} ${checkName(check)}: ${asText(sentence)}`,
    ),
    '',
  ].join('\n');
}

/** Text in Markdown that stays text. */
export function asText(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>~&]/g, (sign) => `\\${sign}`).replaceAll('\n', ' ');
}
