/** What a `${…}` stands for, or why it has no value. */
export type Resolved = { readonly value: string } | { readonly problem: string };

export interface Expanded {
  readonly text: string;
  readonly problems: readonly string[];
}

const placeholder = /\$(?:\$\{|\{([^}]*)\})/g;

/** Replaces every `${path}` of a Score text; `$${` stands for a literal `${`. */
export function expand(source: string, resolve: (path: readonly string[]) => Resolved): Expanded {
  const problems: string[] = [];
  const text = source.replace(placeholder, (match, path: string | undefined) => {
    if (path === undefined) return '${';
    const resolved = resolve(
      path
        .trim()
        .split(/(?<!\\)\./)
        .map((part) => part.replaceAll('\\.', '.')),
    );
    if ('value' in resolved) return resolved.value;
    problems.push(resolved.problem);
    return match;
  });
  return { text, problems };
}
