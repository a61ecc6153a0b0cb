import { t } from '../../base/l10n.js';
import { refusalError } from '../../contract/problem.js';
import type { CallOptions } from '../../model/call.js';
import { PlatformError } from '../../model/errors.js';
import type { Me } from '../../model/me.js';
import type { Client } from '../http/client.js';
import { read } from './calls.js';
import { demandObject, misfit, objectAt, textAt, textsAt } from './json.js';

/** Whose token it is, and their groups. Rejects with `not-implemented` for a token that is no person's. */
export async function readMe(client: Client, call?: CallOptions): Promise<Me> {
  try {
    return await client.send(read('/api/auth/v1/userinfo', decodeMe), call);
  } catch (error) {
    // The token of a program is refused there, though it is a good one; without the auth plugin nothing is there.
    if (!PlatformError.is(error, 'invalid-request', 'forbidden', 'not-found')) throw error;
    const detail = t('Backstage does not tell whose token this is: it may be that of a program.');
    const problem = { type: '/problems/not-implemented', title: 'Not implemented', status: 501, detail };
    throw refusalError(501, problem, undefined);
  }
}

function decodeMe(value: unknown): Me {
  const claims = objectAt(demandObject(value), 'claims');
  const id = textAt(claims, 'sub');
  if (id === undefined) throw misfit();
  const type = id.startsWith('user:') ? 'user' : 'serviceAccount';
  return { user: { id, type }, groups: textsAt(claims, 'ent').filter((ref) => ref.startsWith('group:')) };
}
