import type { components } from '../../contract/generated/wire.js';
import { fullRef } from '../identity/entityRef.js';
import { entityOf, entityRefsIn, membersOf } from '../identity/groups.js';
import { at, text, type JsonObject } from '../manifest/json.js';
import type { ServiceRecord } from '../store/state.js';
import { ownerRef } from './describeService.js';

export type OwnerInfo = components['schemas']['Owner'];
type System = components['schemas']['System'];

/** Whoever owns a service or has a Group or User document, by reference. */
export function ownersIn(
  services: readonly ServiceRecord[],
  documents: readonly JsonObject[],
): readonly OwnerInfo[] {
  const refs = new Set([
    ...services.flatMap((service) => ownerRef(service) ?? []),
    ...entityRefsIn(documents),
  ]);
  return [...refs].sort().map((ref) => ownerOf(ref, services, documents));
}

export function ownerOf(
  ref: string,
  services: readonly ServiceRecord[],
  documents: readonly JsonObject[],
): OwnerInfo {
  const entity = entityOf(ref, documents);
  const owned = services.filter((service) => ownerRef(service) === ref).length;
  const isUser = ref.startsWith('user:');
  // Nobody being named is not the same as nobody being in it.
  const members = membersOf(ref, documents).length;
  const title = text(at(entity, 'metadata', 'title'));
  const description = text(at(entity, 'metadata', 'description'));
  const parent = text(at(entity, 'spec', 'parent'));
  const email = text(at(entity, 'spec', 'profile', 'email'));
  return {
    ref,
    displayName: text(at(entity, 'spec', 'profile', 'displayName')) ?? title ?? ref.replace(/^.*[:/]/, ''),
    type: isUser ? 'user' : 'group',
    services: owned,
    ...(members > 0 && { members }),
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(parent !== undefined && { parent: fullRef(parent) }),
    ...(email !== undefined && { email }),
  };
}

/** The systems that services or System documents name. */
export function systemsIn(
  services: readonly ServiceRecord[],
  documents: readonly JsonObject[],
): readonly System[] {
  const counts = new Map<string, number>();
  for (const { manifest } of services) {
    const name = text(at(manifest, 'spec', 'system'))?.replace(/^.*[:/]/, '');
    if (name) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const declared = new Map(
    documents
      .filter(({ kind }) => kind === 'System')
      .map((document) => [text(at(document, 'metadata', 'name')) ?? '', document]),
  );
  const names = [...new Set([...counts.keys(), ...declared.keys()])].filter((name) => name !== '');
  return names.sort().map((name) => {
    const document = declared.get(name);
    const title = text(at(document, 'metadata', 'title'));
    const description = text(at(document, 'metadata', 'description'));
    const owner = text(at(document, 'spec', 'owner'));
    const domain = text(at(document, 'spec', 'domain'));
    return {
      name,
      services: counts.get(name) ?? 0,
      ...(title !== undefined && { title }),
      ...(description !== undefined && { description }),
      ...(owner !== undefined && { owner: fullRef(owner) }),
      ...(domain !== undefined && { domain }),
    };
  });
}
