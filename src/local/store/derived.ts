/**
 * Works something out of a part of the state, once: the state is never changed in place, so what follows from a part of
 * it holds as long as that part is the same.
 */
export function derived<Part extends object, Result>(
  workOut: (part: Part) => Result,
): (part: Part) => Result {
  const known = new WeakMap<Part, Result>();
  return (part) => {
    const found = known.get(part);
    if (found !== undefined) return found;
    const result = workOut(part);
    known.set(part, result);
    return result;
  };
}
