type Token = '*' | '?' | { readonly literal: string } | { readonly set: string; readonly isNegated: boolean };
type Segment = '**' | readonly Token[];

const mostAlternatives = 64;

/**
 * Tells which paths a glob means, in time that grows with pattern times path whatever both are. Paths are relative and
 * have `/` between their parts. `*` and `?` stay within a part, `**` goes over parts, `{a,b}` and `[a-z]` choose. A
 * pattern without `/` fits at any depth; one that fits a folder fits everything in it.
 */
export function globMatcher(pattern: string): (path: string) => boolean {
  const rooted = pattern.replace(/^\.?\//, '').replace(/\/$/, '');
  const isRooted = rooted.includes('/') || /^\.?\//.test(pattern);
  const globs = alternatives(isRooted ? rooted : `**/${rooted}`).map((one) => one.split('/').map(segmentOf));
  return (path) => {
    const parts = path.split('/');
    return globs.some((glob) => fits(glob, parts));
  };
}

/** The patterns that one with braces stands for. */
function alternatives(pattern: string): string[] {
  const done: string[] = [];
  const pending = [pattern];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const braces = /\{([^{}]*,[^{}]*)\}/.exec(next);
    if (!braces || done.length + pending.length > mostAlternatives) {
      done.push(next);
      continue;
    }
    const [head, tail] = [next.slice(0, braces.index), next.slice(braces.index + braces[0].length)];
    for (const choice of (braces[1] ?? '').split(',')) pending.push(`${head}${choice}${tail}`);
  }
  return done;
}

function segmentOf(text: string): Segment {
  if (text === '**') return text;
  return (text.match(/\[!?[^\]]+\]|./gsu) ?? []).map((part): Token => {
    if (part === '*' || part === '?') return part;
    if (part.length < 3 || !part.startsWith('[')) return { literal: part };
    const isNegated = part[1] === '!';
    return { set: part.slice(isNegated ? 2 : 1, -1), isNegated };
  });
}

/** Whether the glob fits the parts or the first of them: what is in a folder that fits, fits too. */
function fits(glob: readonly Segment[], parts: readonly string[]): boolean {
  let reached = new Set([0]);
  for (const part of parts) {
    const next = new Set<number>();
    for (const at of open(glob, reached)) {
      const segment = glob[at];
      if (segment === '**') next.add(at);
      else if (segment && fitsPart(segment, part)) next.add(at + 1);
    }
    if (next.has(glob.length)) return true;
    reached = next;
  }
  return open(glob, reached).has(glob.length);
}

/** The places in a glob that can be next: `**` may stand for nothing. */
function open(glob: readonly Segment[], reached: ReadonlySet<number>): ReadonlySet<number> {
  const all = new Set(reached);
  for (const at of all) if (glob[at] === '**') all.add(at + 1);
  return all;
}

function fitsPart(tokens: readonly Token[], part: string): boolean {
  const letters = Array.from(part);
  let [token, letter, star, from] = [0, 0, -1, 0];
  while (letter < letters.length) {
    const current = tokens[token];
    if (current === '*') [star, from, token] = [token, letter, token + 1];
    else if (current !== undefined && fitsLetter(current, letters[letter] ?? '')) {
      [token, letter] = [token + 1, letter + 1];
    } else if (star >= 0) [from, letter, token] = [from + 1, from + 1, star + 1];
    else return false;
  }
  while (tokens[token] === '*') token++;
  return token === tokens.length;
}

function fitsLetter(token: Exclude<Token, '*'>, letter: string): boolean {
  if (token === '?') return true;
  if ('literal' in token) return token.literal === letter;
  const isIn = [...token.set.matchAll(/(.)-(.)|(.)/gsu)].some(([, from, to, one]) =>
    one === undefined ? letter >= (from ?? '') && letter <= (to ?? '') : letter === one,
  );
  return isIn !== token.isNegated;
}
