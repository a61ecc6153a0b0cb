/**
 * What a file was before a unified diff (as git writes it) made it what it is. `undefined` where the diff does not tell
 * of the file, or does not fit it.
 */
export function beforeDiff(unifiedDiff: string, path: string, after: string): string | undefined {
  const hunks = hunksOf(unifiedDiff, path);
  if (!hunks) return undefined;
  const lines = after.split('\n');
  const before: string[] = [];
  let at = 0;
  for (const { start, body } of hunks) {
    // A hunk that adds nothing counts from the line before it.
    before.push(...lines.slice(at, start));
    at = start;
    for (const line of body) {
      const text = line.slice(1);
      if (line.startsWith('-')) before.push(text);
      else {
        if (lines[at] !== text) return undefined;
        at++;
        if (!line.startsWith('+')) before.push(text);
      }
    }
  }
  return [...before, ...lines.slice(at)].join('\n');
}

interface Hunk {
  /** Line of the new file that it begins with, from 0. */
  readonly start: number;
  readonly body: readonly string[];
}

function hunksOf(unifiedDiff: string, path: string): readonly Hunk[] | undefined {
  const lines = unifiedDiff.split('\n');
  const begin = lines.findIndex(
    (line, index) =>
      line.startsWith('+++ ') && nameIn(line) === path && lines[index - 1]?.startsWith('--- ') === true,
  );
  if (begin < 0) return undefined;
  const hunks: { start: number; body: string[] }[] = [];
  let missing = { before: 0, after: 0 };
  for (const line of lines.slice(begin + 1)) {
    if (missing.before > 0 || missing.after > 0) {
      if (line.startsWith('\\')) continue;
      const text = line === '' ? ' ' : line;
      missing = {
        before: missing.before - (text.startsWith('+') ? 0 : 1),
        after: missing.after - (text.startsWith('-') ? 0 : 1),
      };
      hunks.at(-1)?.body.push(text);
      continue;
    }
    const head = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (!head) {
      if (line.startsWith('\\')) continue;
      break;
    }
    const count = (text: string | undefined): number => (text === undefined ? 1 : Number(text));
    missing = { before: count(head[1]), after: count(head[3]) };
    hunks.push({ start: Math.max(Number(head[2]) - (missing.after === 0 ? 0 : 1), 0), body: [] });
  }
  return hunks;
}

function nameIn(line: string): string {
  const name = line.slice(4).split('\t', 1)[0] ?? '';
  return name.replace(/^[ab]\//, '');
}
