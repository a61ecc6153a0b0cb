import type { CommandHandler } from './context.js';

/** Leaves the connected platform and forgets its token. */
export const disconnect: CommandHandler = ({ session }) => session.disconnect();
