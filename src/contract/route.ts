import type { Decode } from './decode.js';
import { operations, pathOf, type Method, type OperationId, type PathValues } from './operations.js';

/** One request as data: what to send and how to read the answer. */
export interface Route<T> {
  readonly operation: OperationId;
  readonly method: Method;
  /** Below the API root, encoded. */
  readonly path: string;
  /** Already encoded, without the question mark; empty for none. */
  readonly query: string;
  readonly body?: { readonly type: string; readonly text: string };
  /** Answered by 204, which has no body. */
  readonly isSilent?: boolean;
  readonly decode: Decode<T>;
}

export type QueryValues = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

export function route<Id extends OperationId, T>(
  operation: Id,
  values: PathValues<Id>,
  query: QueryValues,
  decodeAnswer: Decode<T>,
): Route<T> {
  return {
    operation,
    method: operations[operation].method,
    path: pathOf(operation, values),
    query: encodeQuery(query),
    decode: decodeAnswer,
  };
}

function encodeQuery(values: QueryValues): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    search.set(name, typeof value === 'object' ? value.join(',') : String(value));
  }
  return search.toString();
}

export function withJson<T>(plain: Route<T>, body: object): Route<T> {
  return { ...plain, body: { type: 'application/json', text: JSON.stringify(body) } };
}
