import { t } from '../../base/l10n.js';
import { groupings, scopes, type Arrangement } from '../views/arrangement.js';
import { groupingWord, scopeWord } from '../views/narrowing.js';
import type { Choice } from '../prompts.js';
import type { CommandHandler } from './context.js';

/** Chooses which services the view shows and what it groups them by. */
export const arrangeServices: CommandHandler<'services' | 'prompts'> = async ({ services, prompts }) => {
  const changes = await prompts.pick({
    id: 'arrangement',
    title: t('Scope and Grouping'),
    placeholder: t('Which services, and grouped by what?'),
    choices: choicesOf(services.arrangement),
  });
  if (changes) await services.arrange(changes);
};

function choicesOf(current: Arrangement): readonly Choice<Partial<Arrangement>>[] {
  const shown = (isCurrent: boolean): { readonly icon: string } => ({ icon: isCurrent ? 'check' : 'blank' });
  return [
    ...scopes.map((scope, at) => ({
      label: scopeWord(scope),
      ...shown(scope === current.scope),
      ...(at === 0 && { heading: t('Which services') }),
      value: { scope },
    })),
    ...groupings.map((grouping, at) => ({
      label: groupingWord(grouping),
      ...shown(grouping === current.grouping),
      ...(at === 0 && { heading: t('How they are grouped') }),
      value: { grouping },
    })),
  ];
}
