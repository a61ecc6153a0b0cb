/** Most alternatives that the braces of one pattern may come to. */
const mostAlternatives = 64;
const longest = 256;

/**
 * Whether a path fits a pattern of `.editorconfig` or Prettier: `*`, `**`, `?`, `[abc]`, `{a,b}`, `{1..9}`. A pattern
 * without a slash looks at the file's name alone. Takes time in proportion to both lengths, whatever they hold.
 */
export function fits(pattern: string, path: string): boolean {
  if (pattern.length > longest || path.length > longest * 4) return false;
  const subject = pattern.includes('/') ? path : path.slice(path.lastIndexOf('/') + 1);
  return alternatives(pattern.replace(/^\//, '')).some((one) => matches(pieces(one), subject));
}

function alternatives(pattern: string): string[] {
  let open = [pattern];
  const done: string[] = [];
  while (open.length > 0 && open.length + done.length <= mostAlternatives) {
    const [first = '', ...rest] = open;
    const braces = /\{([^{}]*(?:,|\.\.)[^{}]*)\}/.exec(first);
    if (!braces) done.push(first);
    const words = braces ? choices(braces[1] ?? '') : [];
    const before = first.slice(0, braces?.index);
    const after = first.slice((braces?.index ?? 0) + (braces?.[0].length ?? 0));
    open = [...words.map((word) => before + word + after), ...rest];
  }
  return done;
}

function choices(inside: string): string[] {
  const range = /^(-?\d+)\.\.(-?\d+)$/.exec(inside);
  if (!range) return inside.split(',');
  const [low, high] = [Number(range[1]), Number(range[2])].sort((a, b) => a - b) as [number, number];
  return Array.from({ length: Math.min(high - low + 1, mostAlternatives) }, (_, index) =>
    String(low + index),
  );
}

type Piece =
  | { readonly any: true; readonly slashes: boolean }
  | { readonly any: false; readonly fits: (char: string) => boolean };

function pieces(pattern: string): Piece[] {
  const found: Piece[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at] ?? '';
    if (char === '*') {
      const slashes = pattern[at + 1] === '*';
      if (slashes) at++;
      // `**/` also stands for no folder at all.
      if (slashes && pattern[at + 1] === '/') at++;
      found.push({ any: true, slashes });
    } else if (char === '?') found.push({ any: false, fits: (one) => one !== '/' });
    else if (char === '[' && pattern.indexOf(']', at + 2) > 0) {
      const end = pattern.indexOf(']', at + 2);
      found.push({ any: false, fits: oneOf(pattern.slice(at + 1, end)) });
      at = end;
    } else {
      const literal = char === '\\' ? (pattern[++at] ?? '') : char;
      found.push({ any: false, fits: (one) => one === literal });
    }
  }
  return found;
}

function oneOf(inside: string): (char: string) => boolean {
  const isNot = inside.startsWith('!') || inside.startsWith('^');
  const chars = isNot ? inside.slice(1) : inside;
  const isIn = (char: string): boolean => {
    for (let at = 0; at < chars.length; at++) {
      const [low = '', dash, high] = [chars[at], chars[at + 1], chars[at + 2]];
      if (dash === '-' && high !== undefined) {
        if (char >= low && char <= high) return true;
        at += 2;
      } else if (char === low) return true;
    }
    return false;
  };
  return (char) => char !== '/' && isIn(char) !== isNot;
}

/** Which prefixes of the path the pieces so far can stand for, piece by piece. */
function matches(pattern: readonly Piece[], path: string): boolean {
  let reached = new Uint8Array(path.length + 1);
  reached[0] = 1;
  for (const piece of pattern) {
    const next = new Uint8Array(path.length + 1);
    for (let at = 0; at <= path.length; at++) {
      if (piece.any) {
        const steps = at > 0 && next[at - 1] === 1 && (piece.slashes || path[at - 1] !== '/');
        if (reached[at] === 1 || steps) next[at] = 1;
      } else if (at > 0 && reached[at - 1] === 1 && piece.fits(path[at - 1] ?? '')) next[at] = 1;
    }
    reached = next;
  }
  return reached[path.length] === 1;
}
