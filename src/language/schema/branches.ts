import type { JsonSchema, SchemaPart } from './jsonSchema.js';
import { annotationKeywords } from './keywords.js';
import { linksOf } from './links.js';
import { meantBranches } from './meaning.js';
import { mergeFaults } from './mergeFaults.js';
import { outlookOf } from './outlook.js';
import { addSeen, newFound, nothingSeen, pathOf, type Found, type Seen, type Task } from './run.js';
import { isSame } from './values.js';

interface Try {
  readonly part: SchemaPart;
  readonly found: Found;
  readonly seen: Seen | undefined;
}

/** Tries every branch; a full list of faults is made only for those that the author can mean. */
function tries({ evaluate, spot, found, seen }: Task, branches: readonly SchemaPart[]): readonly Try[] {
  const meant = found.isTrial ? undefined : new Set(meantBranches(branches, spot.value));
  return branches.map((part) => {
    const one = { part, found: newFound(meant?.has(part) !== true), seen: seen && nothingSeen() };
    evaluate(part, spot, one.found, one.seen);
    return one;
  });
}

function fits({ found }: Try): boolean {
  return found.faults.length === 0;
}

function accept({ found, seen }: Task, accepted: readonly Try[]): void {
  for (const one of accepted) addSeen(seen, one.seen);
  found.deprecated.push(...(accepted[0]?.found.deprecated ?? []));
}

/** No branch fits: the faults of the one that is meant, as if it stood alone. */
function blame(task: Task, all: readonly Try[]): void {
  const { found, spot } = task;
  const meant = all.filter((one) => !one.found.isTrial);
  if (found.isTrial || meant.length === 0) {
    found.faults.push({ keyword: 'false', path: pathOf(spot) });
    return;
  }
  const { faults, deprecated } = mergeFaults(
    meant.map((one) => one.found),
    pathOf(spot),
  );
  found.faults.push(...faults);
  found.deprecated.push(...deprecated);
}

export function evaluateAnyOf(task: Task, branches: readonly SchemaPart[]): void {
  const all = tries(task, branches);
  const accepted = all.filter(fits);
  if (accepted.length > 0) accept(task, accepted);
  else blame(task, all);
}

/**
 * One branch has to fit. Where several do that differ in their words alone, the value is as clear as it can be, and
 * nothing is said.
 */
export function evaluateOneOf(task: Task, branches: readonly SchemaPart[]): void {
  const all = tries(task, branches);
  const accepted = all.filter(fits);
  if (accepted.length === 0) {
    blame(task, all);
    return;
  }
  accept(task, accepted.slice(0, 1));
  if (accepted.length === 1 || differInWords(accepted.map(({ part }) => part))) return;
  const parts = accepted.map(({ part }) => part);
  const titles = parts.map(titleOf).filter((title) => title !== undefined);
  task.found.faults.push({
    keyword: 'oneOf',
    titles: titles.length === parts.length ? titles : [],
    keys: tellingKeys(parts),
    path: pathOf(task.spot),
  });
}

/** Whether the schemas say the same, but to people. */
function differInWords(parts: readonly SchemaPart[]): boolean {
  const [first, ...others] = parts.map(wordless);
  const areWorded = parts.some((part, index) => index > 0 && !isSame(part, parts[0]));
  return areWorded && others.every((other) => isSame(first, other));
}

function wordless(part: SchemaPart): unknown {
  if (typeof part === 'boolean') return part;
  return Object.fromEntries(Object.entries(part).filter(([keyword]) => !annotationKeywords.has(keyword)));
}

function titleOf(part: SchemaPart): string | undefined {
  if (typeof part === 'boolean') return undefined;
  const { target } = linksOf(part);
  return part.title ?? (typeof target === 'object' ? target.title : undefined);
}

/** The keys that some of the branches require and others do not: with one less of them the value would be clear. */
function tellingKeys(parts: readonly SchemaPart[]): string[] {
  const required = parts.map((part) => outlookOf(part).required);
  return [...new Set(required.flatMap((names) => [...names]))].filter((name) =>
    required.some((names) => !names.has(name)),
  );
}

/** What must not fit, fits: told with its title, or with the keys that make it fit. */
export function evaluateNot({ evaluate, spot, found }: Task, part: SchemaPart): void {
  const trial = newFound(true);
  evaluate(part, spot, trial, nothingSeen());
  if (trial.faults.length > 0) return;
  const { title, required }: JsonSchema = typeof part === 'object' ? part : {};
  found.faults.push({
    keyword: 'not',
    ...(title !== undefined && { title }),
    ...(required && { keys: required }),
    path: pathOf(spot),
  });
}
