/** A text of two that were made from one. */
export interface Merge {
  readonly text: string;
  /** Places that both changed in different ways: both are in the text, between the marks that git uses. */
  readonly conflicts: number;
}

export interface MergeLabels {
  readonly ours: string;
  readonly theirs: string;
}

/** Steps that comparing two texts may take; beyond, what lies between equal beginnings and ends is one change. */
const mostSteps = 20_000_000;

/**
 * Merges what two sides made of one base, line by line; nothing of either is lost. Without a base, every place where the
 * sides differ is a conflict.
 */
export function threeWay(base: string | undefined, ours: string, theirs: string, labels: MergeLabels): Merge {
  const [left, right] = [linesOf(ours), linesOf(theirs)];
  const origin = base === undefined ? common(left, right) : linesOf(base);
  const toLeft = new Map(matches(origin, left));
  const toRight = new Map(matches(origin, right));
  const parts: string[] = [];
  let conflicts = 0;
  let [at, atLeft, atRight] = [0, 0, 0];
  const chunk = (end: number, endLeft: number, endRight: number): void => {
    const [was, mine, other] = [
      origin.slice(at, end).join(''),
      left.slice(atLeft, endLeft).join(''),
      right.slice(atRight, endRight).join(''),
    ];
    if (mine === other || other === was) parts.push(mine);
    else if (mine === was) parts.push(other);
    else {
      conflicts++;
      parts.push(conflict(mine, other, labels));
    }
    [at, atLeft, atRight] = [end, endLeft, endRight];
  };
  for (const [index, line] of origin.entries()) {
    const [inLeft, inRight] = [toLeft.get(index), toRight.get(index)];
    if (inLeft === undefined || inRight === undefined) continue;
    chunk(index, inLeft, inRight);
    parts.push(line);
    [at, atLeft, atRight] = [index + 1, inLeft + 1, inRight + 1];
  }
  chunk(origin.length, left.length, right.length);
  return { text: parts.join(''), conflicts };
}

function conflict(ours: string, theirs: string, labels: MergeLabels): string {
  const ended = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`);
  return `<<<<<<< ${labels.ours}\n${ended(ours)}=======\n${ended(theirs)}>>>>>>> ${labels.theirs}\n`;
}

/** Lines with their ends. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function common(left: readonly string[], right: readonly string[]): readonly string[] {
  return matches(left, right).map(([index]) => left[index] ?? '');
}

/** Pairs of equal lines in order, as many as there are (a longest common subsequence). */
function matches(a: readonly string[], b: readonly string[]): readonly (readonly [number, number])[] {
  const pairs: [number, number][] = [];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) pairs.push([start, start++]);
  let [endA, endB] = [a.length, b.length];
  const tail: [number, number][] = [];
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) tail.unshift([--endA, --endB]);
  return [...pairs, ...middle(a.slice(start, endA), b.slice(start, endB), start), ...tail];
}

function middle(a: readonly string[], b: readonly string[], offset: number): readonly [number, number][] {
  if (a.length === 0 || b.length === 0 || a.length * b.length > mostSteps) return [];
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const at = i * width + j;
      lengths[at] =
        a[i] === b[j]
          ? (lengths[at + width + 1] ?? 0) + 1
          : Math.max(lengths[at + width] ?? 0, lengths[at + 1] ?? 0);
    }
  }
  const pairs: [number, number][] = [];
  for (let [i, j] = [0, 0]; i < a.length && j < b.length;) {
    if (a[i] === b[j]) pairs.push([offset + i++, offset + j++]);
    else if ((lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0)) i++;
    else j++;
  }
  return pairs;
}
