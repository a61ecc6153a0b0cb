import { t } from '../../base/l10n.js';

/**
 * The title, with a number where another tab has it: the next window tells pages apart by their titles alone, and so do
 * people.
 */
export function freeTitle(title: string, taken: ReadonlySet<string>): string {
  let free = title;
  for (let number = 2; taken.has(free); number++) free = t('{0} ({1})', title, number);
  return free;
}
