import type { Deployment, Operation } from '../../model/delivery.js';
import { PlatformError } from '../../model/errors.js';
import type { ServiceEnvironment } from '../../model/catalog.js';

/** Between the name of a part and the id that the part gave. */
const mark = ':';

/** An id of a part's, as it is told outside. */
export function taggedId(part: string, id: string): string {
  return `${part}${mark}${id}`;
}

/** The part that an id names, and the id there; `undefined` where it names none of them. */
export function untagged(
  id: string,
  parts: Iterable<string>,
): { readonly part: string; readonly id: string } | undefined {
  for (const part of parts) {
    const head = `${part}${mark}`;
    if (id.startsWith(head)) return { part, id: id.slice(head.length) };
  }
  return undefined;
}

export function taggedOperation(part: string, operation: Operation): Operation {
  return { ...operation, id: taggedId(part, operation.id) };
}

export function taggedDeployment(part: string, deployment: Deployment): Deployment {
  const { operation } = deployment;
  return operation === undefined ? deployment : { ...deployment, operation: taggedId(part, operation) };
}

export function taggedPlace(part: string, state: ServiceEnvironment): ServiceEnvironment {
  const { operation } = state;
  return operation === undefined ? state : { ...state, operation: taggedId(part, operation) };
}

/** A refusal that names an operation names it as it is told outside. Always rejects. */
export function taggedRefusal(part: string): (error: unknown) => never {
  return (error) => {
    if (PlatformError.is(error) && error.problem?.operation !== undefined) {
      const { code, message, problem, retryAfterMs } = error;
      throw new PlatformError(code, message, {
        problem: { ...problem, operation: taggedId(part, problem.operation ?? '') },
        ...(retryAfterMs !== undefined && { retryAfterMs }),
        cause: error,
      });
    }
    throw error;
  };
}
