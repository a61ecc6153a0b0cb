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
  // What stands behind an alias is written elsewhere.
  if (old.startsWith('*')) return [];
  const text = inPlaceholder(old, suggestion) ?? written(site, old, suggestion);
  const title = t('Change to “{0}”', suggestion);
  const isSafe = spelling.test(String(site.finding.code));
  return [{ title, changes: [{ start, end, text }], isPreferred: true, isSafe } satisfies Proposal];
};

/** Rules about words that do not exist: another word can only be a misspelling. Others are about what is wanted. */
const spelling = /^(?:schema|manifest)\/|^score\/(?:unknown|malformed)-|^template\/unknown-/;

/** In the quotes of the old word; as it is where that is a number or but a part of a text. */
function written({ holder, isOnKey, start, end }: FindingSite, old: string, suggestion: string): string {
  const [from, to] = holder.node?.range ?? [start, end];
  const isPart = !isOnKey && (from < start || to > end);
  const isNumber = old.trim() !== '' && !Number.isNaN(Number(old)) && !Number.isNaN(Number(suggestion));
  return isPart || isNumber || old.startsWith('$') ? suggestion : requoted(old, suggestion);
}

/** A finding on a whole placeholder means a name in it. */
function inPlaceholder(old: string, suggestion: string): string | undefined {
  const head = /^\$\{resources\./.exec(old)?.[0];
  if (head === undefined || suggestion.startsWith('$')) return undefined;
  return head + suggestion + old.slice(head.length).replace(/^[^.}]+/, '');
}

/** Whether the map has a key of that name already. */
function isTaken({ document, holder }: FindingSite, name: string): boolean {
  let value: unknown = document.value;
  for (const part of holder.parent?.path ?? []) value = (value as Record<string | number, unknown>)[part];
  const map = asMap(value);
  return map !== undefined && Object.hasOwn(map, name);
}
