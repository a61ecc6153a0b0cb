import * as vscode from 'vscode';
import { counted } from '../../base/counted.js';
import { t } from '../../base/l10n.js';
import { narrowingMessage } from '../views/narrowing.js';
import type { CommandHandler } from './context.js';

/** Narrows the Services view to what a person types, with the number of services that it leaves; or to its argument. */
export const filterServices: CommandHandler<'services'> = async ({ services }, given) => {
  const filter = typeof given === 'string' ? given : await askFilter(services);
  if (filter !== undefined) await services.arrange({ filter: filter.trim() });
};

/** Shows every service again. */
export const clearFilter: CommandHandler<'services'> = ({ services }) =>
  services.arrange({ filter: '', scope: 'all' });

/** Longest pause in typing, in ms, before services are counted. */
const countAfterMs = 80;

function askFilter(services: Parameters<typeof filterServices>[0]['services']): Promise<string | undefined> {
  const pick = vscode.window.createQuickPick();
  pick.title = t('Filter Services');
  pick.placeholder = t('Words of a name, owner, system or tag; or owner:, tier:, health:, env: with a word');
  pick.value = services.arrangement.filter;
  const count = (): void => {
    const { shown, total } = services.countOf(pick.value.trim());
    const words = narrowingMessage({ ...services.arrangement, filter: pick.value.trim() }, shown, total);
    pick.items = [{ label: words ?? t('All {0} services.', counted(total)), alwaysShow: true }];
  };
  count();
  let timer: ReturnType<typeof setTimeout> | undefined;
  pick.onDidChangeValue(() => {
    clearTimeout(timer);
    timer = setTimeout(count, countAfterMs);
  });
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      resolve(pick.value);
      pick.hide();
    });
    pick.onDidHide(() => {
      clearTimeout(timer);
      pick.dispose();
      resolve(undefined);
    });
    pick.show();
  });
}
