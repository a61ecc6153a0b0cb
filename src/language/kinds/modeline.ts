/** A comment that names a schema for its file. Offsets of the schema's own characters. */
export interface Modeline {
  readonly schema: string;
  readonly start: number;
  readonly end: number;
}

/** Only the first lines are looked at: that is where people write it. */
const mostCharacters = 2000;
const comment = /^[ \t]*#[ \t]*(?:yaml-language-server[ \t]*:[ \t]*)?\$schema[ \t]*[=:][ \t]*(\S+)/m;

export function modelineOf(text: string): Modeline | undefined {
  if (!text.includes('$schema')) return undefined;
  const found = comment.exec(text.slice(0, mostCharacters));
  const schema = found?.[1];
  if (!found || schema === undefined) return undefined;
  const end = found.index + found[0].length;
  return { schema, start: end - schema.length, end };
}
