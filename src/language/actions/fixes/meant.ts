import { t } from '../../../base/l10n.js';
import { asMap } from '../../documents/yamlDocument.js';
import { requoted } from '../../edits/replaceValue.js';
import type { Proposal } from '../action.js';
import type { Fix, FindingSite } from './fix.js';

/** Puts the word in that was probably meant. */
export const changeToMeant: Fix = (site) => {
  const { data, start, end, document, holder, isOnKey } = site;
  const { suggestion } = data;
  if (suggestion === undefined || end <= start) return [];
  if (isOnKey && holder.parent && isTaken(site, suggestion)) return [];
  const old = document.text.slice(start, end);
  const text = inPlaceholder(old, suggestion) ?? requoted(old, suggestion);
  const title = t('Change to “{0}”', suggestion);
  return [{ title, changes: [{ start, end, text }], isPreferred: true, isSafe: true } satisfies Proposal];
};

/** A finding on a whole placeholder means a name in it. */
function inPlaceholder(old: string, suggestion: string): string | undefined {
  const head = /^\$\{resources\./.exec(old)?.[0];
  if (head === undefined) return undefined;
  return head + suggestion + old.slice(head.length).replace(/^[^.}]+/, '');
}

/** Whether the map has a key of that name already. */
function isTaken({ document, holder }: FindingSite, name: string): boolean {
  let value: unknown = document.value;
  for (const part of holder.parent?.path ?? []) value = (value as Record<string | number, unknown>)[part];
  const map = asMap(value);
  return map !== undefined && Object.hasOwn(map, name);
}
