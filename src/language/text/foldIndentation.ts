import type { Fold } from './fold.js';

const blockScalarHeader = /(?:^|[\s:-])[|>][+\-0-9]{0,2}[ \t]*(?:#.*)?$/;
const longest = 2000;

/** Folds of a text that is no YAML just now: a line, and those below it that are indented deeper. */
export function indentationFolds(lines: readonly string[], scalars: Fold[]): Fold[] {
  const folds: Fold[] = [];
  const open: { line: number; indent: number; isScalar: boolean }[] = [];
  let last = 0;
  const closeTo = (indent: number): void => {
    for (let top = open.at(-1); top && top.indent >= indent; top = open.at(-1)) {
      open.pop();
      if (last <= top.line) continue;
      const fold = { start: top.line, end: last, depth: open.length + 1 };
      folds.push(fold);
      if (top.isScalar) scalars.push(fold);
    }
  };
  lines.forEach((line, at) => {
    const indent = line.search(/\S/);
    if (indent < 0) return;
    const isInScalar = open.some((one) => one.isScalar && one.indent < indent);
    if (!isInScalar && line[indent] === '#') return;
    closeTo(indent);
    const isScalar = !isInScalar && line.length < longest && blockScalarHeader.test(line.trimEnd());
    if (!isInScalar) open.push({ line: at, indent, isScalar });
    last = at;
  });
  closeTo(0);
  return folds;
}
