import type { Environment } from '../../model/catalog.js';
import { titleOf } from './titleOf.js';

/** Longest title that a row shows whole: a longer one pushes health and version out of a narrow side bar. */
const longest = 24;
/** Length of what is left of it: a cut is worth while where it makes room. */
const cut = 20;

/** What a row calls an environment: without its middle where that is long and leaves it apart from all others. */
export function shortTitle(name: string, environments: ReadonlyMap<string, Environment>): string {
  const title = titleOf(environments.get(name), name);
  const short = withoutMiddle(title);
  if (short === title) return title;
  for (const [other, environment] of environments) {
    if (other !== name && withoutMiddle(titleOf(environment, other)) === short) return title;
  }
  return short;
}

/** Its beginning and its end; or the number between them in place of the end, since that tells previews apart. */
function withoutMiddle(title: string): string {
  const letters = Array.from(title);
  if (letters.length <= longest) return title;
  const [number] = /(?<!\d)\d{2,8}(?!\d)/.exec(letters.slice(6, -6).join('')) ?? [];
  const room = number === undefined ? cut / 2 - 1 : cut / 2;
  const start = letters
    .slice(0, room)
    .join('')
    .replace(/(?<=...[\s\-_./])[^\s\-_./]*$/u, '');
  const end = letters
    .slice(-room)
    .join('')
    .replace(/^[^\s\-_./]*(?=[\s\-_./]...)/u, '');
  return number === undefined ? `${start}…${end}` : `${start}…${number}…`;
}
