import { t } from '../../../base/l10n.js';
import { columnOf, lineEnd, lineStart, nextLine } from '../../edits/lines.js';
import type { Change } from '../../edits/change.js';
import type { Proposal } from '../action.js';
import { proposal, type FindingSite } from './fix.js';

const farthest = 40;

/**
 * Sets a line, and the deeper ones under it, to the indentation of a line above: the one that it is nearest to. The
 * parser often blames the line before.
 */
export function lineUp({ document: { text }, start }: FindingSite): Proposal[] {
  const line = lineStart(text, start);
  return [...lineUpOne(text, line), ...lineUpOne(text, nextLine(text, line))];
}

function lineUpOne(text: string, line: number): Proposal[] {
  const own = indentOf(text, line);
  if (own === undefined) return [];
  const keys = new Map<number, string>();
  for (let at = line, count = 0; at > 0 && count < farthest; count++) {
    at = lineStart(text, at - 1);
    const indent = indentOf(text, at);
    if (indent === undefined || indent === own || keys.has(indent)) continue;
    const key = /^(?:- )*([\w./-]+):/.exec(text.slice(at + indent, lineEnd(text, at)))?.[1];
    if (key !== undefined) keys.set(indent, key);
  }
  return [...keys]
    .sort(([a], [b]) => Math.abs(a - own) - Math.abs(b - own))
    .slice(0, 1)
    .flatMap(([indent, key]) =>
      proposal({ title: t('Line it up with “{0}”', key) }, shift(text, line, indent - own)),
    );
}

/** Columns before the first word of a line; `undefined` for an empty line or a comment. */
function indentOf(text: string, line: number): number | undefined {
  const words = text.slice(line, lineEnd(text, line));
  const indent = words.search(/\S/);
  return indent < 0 || words[indent] === '#' ? undefined : indent;
}

function shift(text: string, line: number, by: number): Change[] {
  const changes: Change[] = [];
  const own = indentOf(text, line) ?? 0;
  for (let at = line; at < text.length; at = nextLine(text, at)) {
    const indent = indentOf(text, at);
    if (at > line && indent !== undefined && indent <= own) break;
    if (indent === undefined) continue;
    const end = at + indent;
    changes.push({ start: at, end, text: ' '.repeat(Math.max(columnOf(text, end) + by, 0)) });
  }
  return changes;
}
