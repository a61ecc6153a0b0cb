import { randomBytes } from 'node:crypto';
import { delay } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import type { App } from '../app.js';
import type { PlannedRun } from '../http/runAnswer.js';
import type { RunContext } from '../runs/runs.js';
import type { Place } from '../runtime/runtime.js';
import { currentDeployment } from '../store/changes.js';

const pollMs = 200;

/** Where a value is kept. */
export interface SecretHome {
  /** Keeps a new value; the result puts back what was there. */
  write(value: string, run: RunContext): Promise<() => void> | (() => void);
}

export interface Rotation extends Place {
  /** The variable that holds the secret. */
  readonly secret: string;
  /** Its key in the store. */
  readonly key: string;
  readonly reason?: string;
}

/** Makes a new random value and restarts the service with it; a service that does not start with it gets the old one back. */
export function planRotation(app: App, rotation: Rotation, home: SecretHome): Omit<PlannedRun, 'spec'> {
  const { secret, key, service } = rotation;
  return {
    plan: {
      changes: [
        { action: 'Update', resource: `Secret/${key}`, sensitive: true },
        { action: 'Replace', resource: `Service/${service}` },
      ],
    },
    work: async (run) => {
      const back = await run.step('value', t('Make a new value'), async () =>
        home.write(randomBytes(24).toString('base64url'), run),
      );
      try {
        await run.step('restart', t('Restart with it'), () => restart(app, run, rotation));
      } catch (error) {
        await run.step('back', t('Put the old value back'), async () => {
          back();
          await restart(app, run, rotation, '-back');
        });
        throw error;
      }
      return { secret };
    },
  };
}

async function restart(app: App, run: RunContext, rotation: Rotation, suffix = ''): Promise<void> {
  const { service, environment, reason } = rotation;
  if (!currentDeployment(app.store.state, service, environment)) {
    run.log(t('Nothing is deployed, so nothing is restarted.'));
    return;
  }
  const wanted = { environment, kind: 'Restart', ...(reason !== undefined && { reason }) } as const;
  const { fingerprint } = await app.delivery.plan(service, wanted, run.caller);
  const operation = await app.delivery.create(
    service,
    { ...wanted, planFingerprint: fingerprint },
    `${run.operation}-restart${suffix}`,
    run.caller,
  );
  for (;;) {
    const now = app.tracker.get(operation.id);
    if (now.state === 'Succeeded') return;
    if (now.done) throw new UserError('local.restart-failed', now.message ?? now.state);
    await delay(pollMs, run.signal);
  }
}
