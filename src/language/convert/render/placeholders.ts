const placeholder = /\$(?:\$\{|\{([^}]*)\})/g;

/** A Score text in parts: what is literal, and the paths that its placeholders name. */
export type Part = string | readonly string[];

/** Takes a Score text apart at every `${path}`; `$${` stands for a literal `${`. */
export function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let literal = '';
  let at = 0;
  for (const match of text.matchAll(placeholder)) {
    literal += text.slice(at, match.index);
    at = match.index + match[0].length;
    if (match[1] === undefined) literal += '${';
    else {
      if (literal !== '') parts.push(literal);
      literal = '';
      parts.push(
        match[1]
          .trim()
          .split(/(?<!\\)\./)
          .map((step) => step.replaceAll('\\.', '.')),
      );
    }
  }
  const last = literal + text.slice(at);
  return last === '' && parts.length > 0 ? parts : [...parts, last];
}
