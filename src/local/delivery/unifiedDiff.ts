const context = 3;

interface Line {
  readonly mark: ' ' | '-' | '+';
  readonly text: string;
  readonly before: number;
  readonly after: number;
}

/** The unified diff of two texts of some hundred lines; empty when they are equal. */
export function unifiedDiff(before: string, after: string): string {
  const lines = compare(split(before), split(after));
  const changed = lines.flatMap((line, index) => (line.mark === ' ' ? [] : [index]));
  const hunks: string[] = [];
  for (let i = 0; i < changed.length;) {
    const from = Math.max(0, (changed[i] ?? 0) - context);
    let to = (changed[i] ?? 0) + context;
    while (i < changed.length && (changed[i] ?? 0) <= to + context) to = (changed[i++] ?? 0) + context;
    hunks.push(hunk(lines.slice(from, to + 1)));
  }
  return hunks.length === 0 ? '' : `--- before\n+++ after\n${hunks.join('')}`;
}

function split(text: string): readonly string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

function hunk(lines: readonly Line[]): string {
  const first = lines[0];
  const count = (mark: '-' | '+'): number =>
    lines.filter((line) => line.mark === ' ' || line.mark === mark).length;
  const [removed, added] = [count('-'), count('+')];
  const start = (line: number | undefined, size: number): number =>
    size === 0 ? (line ?? 1) - 1 : (line ?? 1);
  const head = `@@ -${start(first?.before, removed)},${removed} +${start(first?.after, added)},${added} @@\n`;
  return head + lines.map((line) => `${line.mark}${line.text}\n`).join('');
}

/** Longest common subsequence, by table: the texts are small. */
function compare(a: readonly string[], b: readonly string[]): readonly Line[] {
  const width = b.length + 1;
  const length = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number): number => length[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      length[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: Line[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const place = { before: i + 1, after: j + 1 };
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ mark: ' ', text: a[i++] ?? '', ...place });
      j++;
    } else if (i < a.length && (j === b.length || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ mark: '-', text: a[i++] ?? '', ...place });
    } else lines.push({ mark: '+', text: b[j++] ?? '', ...place });
  }
  return lines;
}
