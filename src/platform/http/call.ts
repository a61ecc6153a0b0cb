import type { Route } from '../../contract/route.js';

/** One request as data: a route of the platform API, or that of another API below the client's root. */
export type Call<T> = Omit<Route<T>, 'operation'> &
  Partial<Pick<Route<T>, 'operation'>> & {
    /** A good answer may have no body, whatever its status; what is decoded is `undefined` then. */
    readonly mayBeEmpty?: boolean;
    /** A POST that only asks: as impatient as a read, and asked again like one. */
    readonly isRead?: boolean;
    /** Of a stream: what its server wants to be asked for, where it is not as tolerant as HTTP. */
    readonly accept?: string;
    /** Of one thing among many, and not needed: that it failed says nothing of the server, and it is not asked again. */
    readonly isAside?: boolean;
  };
