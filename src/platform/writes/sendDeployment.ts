import { t } from '../../base/l10n.js';
import type { Operation } from '../../model/delivery.js';
import type { Platform } from '../../model/platform.js';
import type { PendingWrite, PendingWrites } from './pendingWrites.js';
import { sendKept } from './sendKept.js';

/** Sends a deployment that is kept, as `sendKept` does. */
export function sendDeployment(
  platform: Platform,
  write: PendingWrite,
  pending: PendingWrites,
  signal?: AbortSignal,
): Promise<Operation> {
  const { service, request } = write;
  return sendKept(
    platform,
    write,
    {
      pending,
      send: (options) => platform.createDeployment(service, request, options),
      what: t('the deployment of {0} to {1}', service, request.environment),
    },
    signal,
  );
}
