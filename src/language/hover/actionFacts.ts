import { t } from '../../base/l10n.js';
import { outputsOf, usedActions } from '../names/actionNames.js';
import type { LanguagePorts } from '../ports.js';

/** What is known of an action of the scaffolder: what it gives to later steps, and how often it is run; in Markdown. */
export function actionFacts(action: string, document: unknown, ports: LanguagePorts): string | undefined {
  const outputs = outputsOf(action).map((name) => `\`${name}\``);
  const uses = usedActions(document, ports).get(action) ?? 0;
  const facts = [
    ...(outputs.length > 0 ? [t('Outputs: {0}', outputs.join(', '))] : []),
    ...(uses > 1 ? [t('Steps of this workspace that run it: {0}', uses)] : []),
  ];
  return facts.length === 0
    ? undefined
    : [`**${action}**`, '', ...facts.map((fact) => `- ${fact}`)].join('\n');
}
