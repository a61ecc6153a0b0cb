import type { Finding } from './finding.js';

const comment = /#[ \t]*golden-path-disable-next-line[ \t]+([^\r\n]*)/g;

/** Takes out what a `# golden-path-disable-next-line <code>` comment on the line above switches off. */
export function withoutSuppressed(findings: readonly Finding[], text: string): readonly Finding[] {
  if (findings.length === 0 || !text.includes('golden-path-disable-next-line')) return findings;
  const stretches = [...text.matchAll(comment)].map((match) => {
    const lineEnd = nextLine(text, match.index);
    return { start: lineEnd, end: nextLine(text, lineEnd), codes: new Set((match[1] ?? '').split(/[\s,]+/)) };
  });
  return findings.filter(
    ({ start, code }) =>
      !stretches.some((line) => line.codes.has(code) && start >= line.start && start < line.end),
  );
}

/** Where the line after the one at `offset` begins. */
function nextLine(text: string, offset: number): number {
  const rest = text.slice(offset).search(/\r\n?|\n/);
  if (rest < 0) return text.length + 1;
  const at = offset + rest;
  return text.startsWith('\r\n', at) ? at + 2 : at + 1;
}
