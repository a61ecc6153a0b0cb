import type { Route } from '../../contract/routes.js';
import type { TransportRequest } from './transport.js';

/** One request as data: a route of the platform API, or that of another API below the client's root. */
export type Call<T> = Omit<Route<T>, 'operation' | 'method'> &
  Partial<Pick<Route<T>, 'operation'>> & {
    readonly method: TransportRequest['method'];
    /** A good answer may have no body; what is decoded is `undefined` then. */
    readonly mayBeEmpty?: boolean;
  };
