import { PlatformError } from '../../model/errors.js';

/**
 * What a part of the platform answers; `undefined` when it refuses or is out of order, which must not cost the rest of
 * the picture. Rejects when the platform itself is gone, or wants another token.
 */
export async function unlessRefused<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (PlatformError.is(error) && !PlatformError.is(error, 'unreachable', 'unauthenticated')) {
      return undefined;
    }
    throw error;
  }
}
