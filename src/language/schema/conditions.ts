import { addSeen, newFound, nothingSeen, type Task } from './run.js';

/** `if`, `then`, `else` (JSON Schema Core 10.2.2). */
export function evaluateIf({ evaluate, schema, spot, found, seen }: Task): void {
  if (schema.if === undefined) return;
  const looked = seen && nothingSeen();
  const trial = newFound(true);
  evaluate(schema.if, spot, trial, looked);
  const holds = trial.faults.length === 0;
  if (holds) addSeen(seen, looked);
  const chosen = holds ? schema.then : schema.else;
  if (chosen !== undefined) evaluate(chosen, spot, found, seen);
}
