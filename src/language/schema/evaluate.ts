import { evaluateArray } from './arrays.js';
import { evaluateAnyOf, evaluateNot, evaluateOneOf } from './branches.js';
import { evaluateIf } from './conditions.js';
import type { JsonSchema } from './jsonSchema.js';
import { linksOf } from './links.js';
import { evaluateMap } from './maps.js';
import {
  addSeen,
  isSettled,
  nothingSeen,
  pathOf,
  type Budget,
  type Evaluate,
  type Found,
  type Spot,
  type Task,
} from './run.js';
import { evaluateScalar, hasWrongType, hasWrongValue } from './scalars.js';
import { evaluateUnevaluated } from './unevaluated.js';
import { isMap } from './values.js';

/** Makes the function that checks, for as much work as the budget allows; it throws `OutOfBudget` beyond. */
export function evaluator(budget: Budget): Evaluate {
  const evaluate: Evaluate = (part, spot, found, seen) => {
    if (part === true) return;
    if (part === false) {
      found.faults.push({ keyword: 'false', path: pathOf(spot) });
      return;
    }
    budget.enter();
    const before = found.faults.length;
    const isClosed = part.unevaluatedProperties !== undefined || part.unevaluatedItems !== undefined;
    const own = isClosed ? nothingSeen() : seen;
    const task: Task = { evaluate, spend: budget.spend, schema: part, spot, found, seen: own };
    apply(task);
    if (isClosed) {
      if (!isSettled(found)) evaluateUnevaluated(task);
      addSeen(seen, own);
    }
    if (part.errorMessage !== undefined) putWords(part.errorMessage, found, before, spot);
    budget.leave();
  };

  return evaluate;
}

function apply(task: Task): void {
  const { evaluate, schema, spot, found, seen } = task;
  if (schema.deprecated === true || schema.deprecationMessage !== undefined) {
    noteDeprecated(schema, spot, found);
  }
  const { target } = linksOf(schema);
  if (target !== undefined) evaluate(target, spot, found, seen);
  if (hasWrongType(task) || hasWrongValue(task)) return;
  if (isMap(spot.value)) evaluateMap(task);
  else if (Array.isArray(spot.value)) evaluateArray(task);
  else evaluateScalar(task);
  for (const part of schema.allOf ?? []) {
    if (isSettled(found)) return;
    evaluate(part, spot, found, seen);
  }
  if (isSettled(found)) return;
  if (schema.if !== undefined) evaluateIf(task);
  if (schema.anyOf) evaluateAnyOf(task, schema.anyOf);
  if (schema.oneOf) evaluateOneOf(task, schema.oneOf);
  if (schema.not !== undefined) evaluateNot(task, schema.not);
}

function noteDeprecated({ deprecationMessage }: JsonSchema, spot: Spot, { deprecated }: Found): void {
  if (!spot.parent) return;
  deprecated.push({
    path: pathOf(spot),
    ...(deprecationMessage !== undefined && { message: deprecationMessage }),
  });
}

/** The schema's own sentence stands for every fault of the value itself, not for those further in. */
function putWords(said: string, { faults }: Found, from: number, spot: Spot): void {
  const { length } = pathOf(spot);
  for (let at = from; at < faults.length; at++) {
    const fault = faults[at];
    if (fault?.path.length === length && fault.said === undefined) faults[at] = { ...fault, said };
  }
}
