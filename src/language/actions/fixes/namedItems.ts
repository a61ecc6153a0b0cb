import { isSeq } from 'yaml';
import { t } from '../../../base/l10n.js';
import { asMap } from '../../documents/yamlDocument.js';
import { colonEnd } from '../../edits/addKeys.js';
import { valueEnd } from '../../edits/extent.js';
import { columnOf } from '../../edits/lines.js';
import { hasComments, isTied } from '../../edits/names.js';
import { flowText, pairsText, styleOf } from '../../edits/style.js';
import type { Proposal } from '../action.js';
import type { FindingSite } from './fix.js';
import { valueAt } from './missing.js';

/** A list of things with names, as Kubernetes writes them, becomes a map by those names, as Score writes them. */
export function namesFromList({ document, holder }: FindingSite): Proposal[] {
  const { node, pair, map } = holder;
  const { text } = document;
  if (!isSeq(node) || !pair || !map || isTied(node) || hasComments(text, node)) return [];
  const named = byName(valueAt(document.value, holder.path));
  if (!named) return [];
  const style = styleOf(document);
  const start = colonEnd(text, pair);
  const column = columnOf(text, map.range?.[0] ?? 0) + style.step;
  const written = holder.isInFlow
    ? ` ${flowText(named)}`
    : style.lineBreak + ' '.repeat(column) + pairsText(named, column, style);
  const title = t('Make it a map by name');
  return [{ title, changes: [{ start, end: valueEnd(text, node), text: written }], isPreferred: true }];
}

function byName(value: unknown): Record<string, unknown> | undefined {
  const entries = (Array.isArray(value) ? value : []).map((item: unknown): [string, unknown] | undefined => {
    const map = asMap(item);
    const { name, ...rest } = map ?? {};
    if (typeof name === 'string') return [name, rest];
    const [only, ...others] = Object.entries(map ?? {});
    return others.length === 0 ? only : undefined;
  });
  if (entries.length === 0 || entries.some((entry) => entry === undefined)) return undefined;
  const named = Object.fromEntries(entries.filter((entry) => entry !== undefined));
  return Object.keys(named).length === entries.length ? named : undefined;
}
