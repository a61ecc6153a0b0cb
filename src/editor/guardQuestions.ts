import { t } from '../base/l10n.js';
import type { PlanFinding } from '../model/delivery.js';
import type { Prompts } from './prompts.js';

/** Where something is about to be done, as the title of what asks for the last word. */
export function placeTitle(service: string, environment: string, isProduction: boolean): string {
  const place = t('{0} → {1}', service, environment);
  return isProduction ? t('PRODUCTION: {0}', place) : place;
}

/** Has a name typed, and accepts no other. `undefined` when the person turns away. */
export function askTypedName(
  prompts: Prompts,
  name: string,
  question: { readonly id: string; readonly title: string; readonly prompt: string },
): Promise<string | undefined> {
  return prompts.input({
    ...question,
    check: (value) => (value === name ? undefined : t('This is not the name yet: {0}', name)),
  });
}

/** Has each finding of a plan acknowledged that demands it; gives their codes, `undefined` when one is not. */
export async function askAcknowledged(
  prompts: Prompts,
  id: string,
  findings: readonly PlanFinding[],
): Promise<readonly string[] | undefined> {
  for (const { code, message } of findings) {
    const detail = t('The platform wants this to be acknowledged ({0}).', code);
    if (!(await prompts.confirm(id, message, detail, t('I Understand')))) return undefined;
  }
  return findings.map(({ code }) => code);
}
