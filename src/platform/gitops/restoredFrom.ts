import type { ConfigSource } from '../../model/engine.js';
import { PlatformError } from '../../model/errors.js';
import type { CallOptions, Platform } from '../../model/platform.js';
import { sourceIn } from './gitTarget.js';

/** Where Git could restore a place from; `undefined` also where the engine says that it is not changed through Git as one. */
export async function restoredFrom(
  engine: Platform,
  service: string,
  environment: string,
  call?: CallOptions,
): Promise<ConfigSource | undefined> {
  try {
    return await sourceIn(engine, service, environment, call);
  } catch (error) {
    if (PlatformError.is(error, 'blocked')) return undefined;
    throw error;
  }
}
