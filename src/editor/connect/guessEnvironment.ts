import { environmentIn, environmentsNamed } from '../../model/engine.js';

/** What the name of a context says, in the word that the parts before it use: `prod-eu` is their `prod`. Empty where it says nothing. */
export function guessEnvironment(context: string, known: readonly string[]): string {
  const name = context
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .join('-');
  if (environmentIn(name, { order: known }) === undefined) return '';
  const [said] = environmentsNamed([name]);
  const same = environmentsNamed(known).filter(({ type }) => type === said?.type);
  const word = `-${name}-`;
  const named = known.find((one) => word.includes(`-${one.toLowerCase()}-`));
  return named ?? (same.length === 1 ? same[0]?.name : said?.type) ?? '';
}
