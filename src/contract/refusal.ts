import { PlatformError } from '../model/errors.js';
import { problemOf, type ProblemCode, type ProblemDetails } from './problem.js';

/** An answer of refusal, to be thrown; the API sends it as a problem. */
export function refusal(code: ProblemCode, detail: string, more: ProblemDetails = {}): PlatformError {
  return new PlatformError(code, detail, { problem: problemOf(code, { detail, ...more }) });
}

/** A field of the request that is wrong. */
export function fieldRefusal(pointer: string, detail: string): PlatformError {
  return refusal('invalid-request', detail, { errors: [{ pointer, detail }] });
}
