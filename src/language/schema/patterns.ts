import type { Pattern } from './links.js';

/** Compiles patterns of schemas. */
export interface RegexEngine {
  /** `undefined` for a pattern that the engine cannot do. */
  compile(source: string): Pattern | undefined;
}

/** The platform's own engine: for patterns that we ship, which are known to be linear. */
export function nativePattern(source: string): Pattern {
  return new RegExp(source, 'u');
}

/** Work that one schema may make compiling patterns: characters, and the repetitions that they unfold to. */
const mostWork = 20_000;

/**
 * An engine that needs time in proportion to the text, whatever the pattern, and knows what Go's patterns use. It has
 * no lookaround and no backreferences. It is large, so it is loaded by the first schema with a pattern.
 */
export async function linearEngine(): Promise<RegexEngine> {
  const { RE2JS } = await import('re2js');
  const compiled = new Map<string, Pattern | undefined>();
  let work = 0;
  const compile = (source: string): Pattern | undefined => {
    work += workOf(source);
    if (work > mostWork) return undefined;
    for (const spelling of [source, RE2JS.translateRegExp(source)]) {
      try {
        return RE2JS.compile(spelling);
      } catch {
        // The next spelling may do.
      }
    }
    return undefined;
  };
  return {
    compile(source) {
      if (!compiled.has(source)) compiled.set(source, compile(source));
      return compiled.get(source);
    },
  };
}

/** About how many states a pattern unfolds to. */
function workOf(source: string): number {
  let work = source.length;
  for (const [, from = '', to = ''] of source.matchAll(/\{(\d*),?(\d*)\}/g)) {
    work += Math.max(Number(from), Number(to));
  }
  return work;
}
