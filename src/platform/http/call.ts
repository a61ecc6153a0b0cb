import type { Route } from '../../contract/route.js';

/** One request as data: a route of the platform API, or that of another API below the client's root. */
export type Call<T> = Omit<Route<T>, 'operation'> & Partial<Pick<Route<T>, 'operation'>>;
