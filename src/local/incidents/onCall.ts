import type { components } from '../../contract/generated/wire.js';
import { t } from '../../base/l10n.js';
import { fullRef } from '../identity/entityRef.js';
import { entityOf, membersOf } from '../identity/groups.js';
import { at, text, type JsonObject } from '../manifest/json.js';

type OnCall = components['schemas']['OnCall'];
type Shift = OnCall['shifts'][number];

/**
 * Who is called for a service: the members of the owning group in the order of its document, else the owner itself. A
 * provider that the manifest names is told, since its rota is not known here.
 */
export function onCallOf(
  manifest: JsonObject,
  owner: string | undefined,
  documents: readonly JsonObject[],
): OnCall {
  const onCall = at(manifest, 'spec', 'onCall');
  const escalation = text(at(onCall, 'escalation'));
  const reference = escalation === undefined ? owner : fullRef(escalation);
  const known = reference !== undefined && entityOf(reference, documents) ? reference : owner;
  if (known === undefined) return { shifts: [] };
  const provider = text(at(onCall, 'provider'));
  const serviceId = text(at(onCall, 'serviceId'));
  const schedule = [provider, serviceId].filter((part) => part !== undefined).join(' ');
  const members = known.startsWith('user:') ? [known] : membersOf(known, documents);
  const called = members.length > 0 ? members : [known];
  return {
    shifts: called.map((person, index) => ({
      who: actorOf(person, documents),
      level: index + 1,
      ...(schedule !== '' && { schedule: t('Rota at {0}', schedule) }),
      ...contactOf(person, documents),
    })),
  };
}

/** Whether a person can be called for what an owner owns. */
export function isOnCallKnown(owner: string | undefined, documents: readonly JsonObject[]): boolean {
  if (owner === undefined) return false;
  return owner.startsWith('user:') || membersOf(owner, documents).length > 0;
}

function actorOf(reference: string, documents: readonly JsonObject[]): Shift['who'] {
  const entity = entityOf(reference, documents);
  const displayName = text(at(entity, 'spec', 'profile', 'displayName')) ?? reference.replace(/^.*[:/]/, '');
  return { id: reference, displayName, ...(reference.startsWith('user:') && { type: 'user' }) };
}

function contactOf(reference: string, documents: readonly JsonObject[]): Pick<Shift, 'contact'> {
  const email = text(at(entityOf(reference, documents), 'spec', 'profile', 'email'));
  if (email === undefined || !/^[^\s@]+@[^\s@]+$/.test(email)) return {};
  return { contact: [{ url: `mailto:${encodeURIComponent(email).replace('%40', '@')}`, title: email }] };
}
