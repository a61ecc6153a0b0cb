import { t } from '../../../base/l10n.js';
import { fieldRefusal } from '../../../contract/refusal.js';
import type { Leases } from '../../life/leases.js';
import { ok, type Endpoint } from '../exchange.js';

/** Outside the contract: how windows keep the platform alive, and how it is stopped. */
export function lifeEndpoints(leases: Leases, stop: () => void): readonly Endpoint[] {
  const idOf = (params: Readonly<Record<string, string>>): string => {
    const id = params['id'] ?? '';
    if (/^[\w-]{1,64}$/.test(id)) return id;
    throw fieldRefusal('/id', t('A lease has a name of at most 64 letters, digits and hyphens.'));
  };
  return [
    {
      method: 'PUT',
      path: '/local/leases/{id}',
      handle({ params }) {
        leases.renew(idOf(params));
        return ok({ ttlSeconds: leases.ttlMs / 1_000 });
      },
    },
    {
      method: 'DELETE',
      path: '/local/leases/{id}',
      handle({ params }) {
        leases.end(idOf(params));
        return { status: 204 };
      },
    },
    {
      method: 'POST',
      path: '/local/keep',
      handle() {
        leases.keep();
        return { status: 204 };
      },
    },
    {
      method: 'POST',
      path: '/local/stop',
      handle() {
        // After the answer is on its way.
        setImmediate(stop);
        return { status: 202, body: {} };
      },
    },
  ];
}
