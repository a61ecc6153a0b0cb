import type { Node } from 'yaml';
import type { YamlDocument } from '../documents/yamlDocument.js';
import type { Change } from './change.js';
import { pairEnd } from './extent.js';
import type { Holder } from './holder.js';
import { columnOf, lineBreakOf } from './lines.js';
import { removeEntry } from './removeEntry.js';

/** The comments that go with a pair when it is taken out. */
export function commentsOf(document: YamlDocument, holder: Holder): string[] {
  const { text } = document;
  const at = keyStart(holder) ?? 0;
  const behind = holder.pair ? pairEnd(text, holder.pair) : at;
  return (removeEntry(document, holder) ?? []).flatMap(({ start, end, text: kept }) =>
    [text.slice(start, Math.min(at, end)), text.slice(Math.max(behind, start), end)]
      .flatMap((around) => around.match(/#.*/g) ?? [])
      .map((comment) => comment.trimEnd())
      .filter((comment) => !kept.includes(comment)),
  );
}

/** Comments above a pair; in braces above the one that has them. */
export function commentAbove({ text }: YamlDocument, holder: Holder, comments: readonly string[]): Change[] {
  let above: Holder | undefined = holder;
  while (above?.isInFlow) above = above.parent;
  const start = above && keyStart(above);
  if (start === undefined) return [];
  const newLine = lineBreakOf(text) + ' '.repeat(columnOf(text, start));
  return [{ start, end: start, text: comments.map((comment) => comment + newLine).join('') }];
}

function keyStart({ pair }: Holder): number | undefined {
  return (pair?.key as Node | undefined)?.range?.[0];
}
