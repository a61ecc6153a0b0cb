import { t } from '../../base/l10n.js';
import type { DeploymentRequest } from '../../model/delivery.js';
import type { Prepared } from './prepare.js';
import { fieldRefusal, refusal } from '../../contract/refusal.js';

/** The last word on a deployment, right before it is accepted. Throws `PlatformError`. */
export function admit(prepared: Prepared, request: DeploymentRequest, inProgress: string | undefined): void {
  const { plan, current, environment } = prepared;
  if (inProgress !== undefined) {
    throw refusal('operation-in-progress', t('Another operation is running in {0}.', environment.name), {
      operation: inProgress,
    });
  }
  const expected = request.expectedCurrentDeployment;
  if (expected !== undefined && expected !== current?.id) {
    throw refusal(
      'stale-basis',
      t('What is deployed in {0} has changed since you looked.', environment.name),
    );
  }
  if (request.planFingerprint !== undefined && request.planFingerprint !== plan.fingerprint) {
    throw refusal('stale-plan', t('The plan you confirmed is no longer what would happen.'));
  }
  const [block] = plan.blocks ?? [];
  if (block) throw refusal('blocked', block.message ?? block.reason, { blockedBy: block });
  if (environment.production && request.planFingerprint === undefined) {
    throw fieldRefusal(
      '/planFingerprint',
      t('Plan a deployment to {0} first and send its fingerprint.', environment.name),
    );
  }
  if (plan.requires?.reason === true && !request.reason?.trim()) {
    throw fieldRefusal('/reason', t('Give a reason for a deployment to {0}.', environment.name));
  }
  const open = plan.warnings?.find(
    (warning) => warning.mustAcknowledge === true && !request.acknowledge?.includes(warning.code),
  );
  if (open) {
    throw refusal('must-acknowledge', t('Acknowledge this first ({0}): {1}', open.code, open.message));
  }
}
