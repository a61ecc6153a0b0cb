import assert from 'node:assert/strict';
import type { ServiceEnvironment } from '../../../../src/model/catalog.js';
import type { Operation } from '../../../../src/model/delivery.js';
import { PlatformError } from '../../../../src/model/errors.js';
import type { ArgoPlatform } from '../../../../src/platform/argocd/argoPlatform.js';

/** A service in an environment, as Argo CD says now. */
export const placeOf = async (
  platform: ArgoPlatform,
  service: string,
  environment: string,
): Promise<ServiceEnvironment> => {
  const { environments = [] } = await platform.getService(service, { fresh: true });
  const place = environments.find((each) => each.environment === environment);
  assert.ok(place, `${service} in ${environment}`);
  return place;
};

/** Why work was refused. */
export const refused = async (work: Promise<unknown>): Promise<PlatformError> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof PlatformError) return error;
    throw error;
  }
  throw new assert.AssertionError({ message: 'It was not refused.' });
};

/** An operation at its end. */
export const followed = async (platform: ArgoPlatform, { id }: Operation): Promise<Operation> => {
  for await (const event of platform.operationEvents(id)) if (event.type === 'done') break;
  return platform.getOperation(id);
};

export async function until(
  isSo: () => boolean | Promise<boolean>,
  what: string,
  ms = 15_000,
): Promise<void> {
  const end = Date.now() + ms;
  while (!(await isSo())) {
    if (Date.now() > end) throw new assert.AssertionError({ message: `${what} did not come.` });
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
