import type { FieldError, Problem } from '../../model/problem.js';
import { isObject, objectAt, objectsAt, textAt, type Json } from './json.js';

/** The problem in a body with which Backstage refuses. Its stack is for its own log and goes no further. */
export function backstageProblem(body: unknown): Problem | undefined {
  if (!isObject(body)) return undefined;
  const errors = objectsAt(body, 'errors').map(fieldError);
  if (errors.length > 0) {
    const detail = errors.map((error) => `${error.pointer} ${error.detail}`.trim()).join('; ');
    return { type: '/problems/invalid-request', title: 'Invalid request', status: 400, detail, errors };
  }
  const { statusCode } = objectAt(body, 'response');
  const error = objectAt(body, 'error');
  const title = textAt(error, 'name');
  if (title === undefined || typeof statusCode !== 'number') return undefined;
  const detail = textAt(error, 'message');
  return {
    // A conflict is about what is there already, never about another operation.
    type: statusCode === 409 ? '/problems/invalid-request' : 'about:blank',
    title,
    status: statusCode,
    ...(detail !== undefined && { detail }),
  };
}

/** Values of a template are refused with `path`, invalid entities with a message alone. */
function fieldError(error: Json): FieldError {
  const path: readonly unknown[] = Array.isArray(error['path']) ? error['path'] : [];
  const pointer = path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  return { pointer, detail: textAt(error, 'message') ?? textAt(error, 'name') ?? '' };
}
