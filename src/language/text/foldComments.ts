import type { Fold } from './fold.js';

const comment = /^[ \t]*#/;
const regionStart = /^[ \t]*#[ \t]*region\b/;
const regionEnd = /^[ \t]*#[ \t]*endregion\b/;

/**
 * Blocks of comment lines, and what stands between `# region` and `# endregion`.
 * @param scalars values of several lines: what looks like a comment in them is text
 */
export function commentFolds(lines: readonly string[], scalars: readonly Fold[]): Fold[] {
  const isText = new Uint8Array(lines.length + 1);
  for (const { start, end } of scalars) {
    if (end > start) isText.fill(1, start + 1, end + 1);
  }
  const folds: Fold[] = [];
  const open: number[] = [];
  let block = -1;
  const endBlock = (end: number): void => {
    if (block >= 0) folds.push({ start: block, end, depth: 0, kind: 'comment' });
    block = -1;
  };
  lines.forEach((line, at) => {
    const isComment = isText[at] !== 1 && comment.test(line);
    const begins = isComment && regionStart.test(line);
    const ends = isComment && regionEnd.test(line);
    if (!isComment || begins || ends) endBlock(at - 1);
    if (begins) open.push(at);
    else if (ends) {
      const start = open.pop();
      if (start !== undefined) folds.push({ start, end: at, depth: open.length, kind: 'region' });
    } else if (isComment && block < 0) block = at;
  });
  endBlock(lines.length - 1);
  return folds;
}
