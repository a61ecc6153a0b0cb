import { isDecision } from '../../../contract/generated/checks.js';
import { t } from '../../../base/l10n.js';
import type { App } from '../../app.js';
import { refusal } from '../../../contract/refusal.js';
import { findOperation } from '../../store/changes.js';
import { checkBody } from '../checkBody.js';
import { ok, type Answer, type Endpoint, type Exchange } from '../exchange.js';

/** Deciding about changes that wait. */
export function approvalEndpoints(app: App): readonly Endpoint[] {
  const find = (id = ''): string => {
    if (findOperation(app.store.state, id)) return id;
    throw refusal('not-found', t('There is no operation "{0}".', id));
  };
  const decide =
    (how: 'approve' | 'reject' | 'resume') =>
    async ({ params, body, caller }: Exchange): Promise<Answer> => {
      const operation = find(params['operation']);
      return ok(await app.approvals[how](operation, checkBody(isDecision, body), caller));
    };
  return [
    { method: 'POST', path: '/v1/operations/{operation}/approve', handle: decide('approve') },
    { method: 'POST', path: '/v1/operations/{operation}/reject', handle: decide('reject') },
    { method: 'POST', path: '/v1/operations/{operation}/resume', handle: decide('resume') },
  ];
}
