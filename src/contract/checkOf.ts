import type { Check, CheckFault } from './check.js';
import { shapes } from './generated/shapes.js';
import { faultsOf } from './shape.js';

export type ShapeName = keyof typeof shapes;

/** The check of what a client reads and a server takes: unknown fields and words pass, formats are not judged. */
export function checkOf<T>(name: ShapeName): Check<T> {
  const check = (value: unknown): value is T => {
    const faults = faultsOf(shapes, shapes[name], value, { limit: 1, strict: false });
    check.errors = faults;
    return faults.length === 0;
  };
  check.errors = [] as readonly CheckFault[];
  return check;
}

/** Everything in which a server's answer departs from the contract, formats and nulls too; at most 20 faults. */
export function strictFaults(name: ShapeName, value: unknown): readonly CheckFault[] {
  return faultsOf(shapes, shapes[name], value, { limit: 20, strict: true });
}
