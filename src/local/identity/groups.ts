import { at, member, text, texts, type JsonObject } from '../manifest/json.js';
import type { Caller } from './caller.js';
import { fullRef } from './entityRef.js';

/** Full references of all that a caller is: itself, the groups of its token, and those that Group and User documents name. */
export function identitiesOf(caller: Caller, documents: readonly JsonObject[]): ReadonlySet<string> {
  const mine = new Set([caller.actor.id, ...caller.groups]);
  for (const document of documents) {
    const reference = refOf(document);
    if (reference === undefined) continue;
    if (document['kind'] === 'User' && reference === caller.actor.id) {
      for (const group of texts(at(document, 'spec', 'memberOf'))) mine.add(fullRef(group));
    }
    const isMember = texts(at(document, 'spec', 'members')).some(
      (name) => fullRef(name, 'user') === caller.actor.id,
    );
    if (document['kind'] === 'Group' && isMember) mine.add(reference);
  }
  return mine;
}

/** Users that belong to a group, by its document and by theirs. */
export function membersOf(group: string, documents: readonly JsonObject[]): readonly string[] {
  const members = new Set<string>();
  for (const document of documents) {
    const reference = refOf(document);
    if (reference === undefined) continue;
    if (document['kind'] === 'Group' && reference === group) {
      for (const name of texts(at(document, 'spec', 'members'))) members.add(fullRef(name, 'user'));
    }
    const groups = texts(at(document, 'spec', 'memberOf')).map((name) => fullRef(name));
    if (document['kind'] === 'User' && groups.includes(group)) members.add(reference);
  }
  return [...members];
}

/** The Group or User document of a reference. */
export function entityOf(reference: string, documents: readonly JsonObject[]): JsonObject | undefined {
  return documents.find((document) => refOf(document) === reference);
}

/** References of all Group and User documents. */
export function entityRefsIn(documents: readonly JsonObject[]): readonly string[] {
  return documents.flatMap((document) => refOf(document) ?? []);
}

function refOf(document: JsonObject): string | undefined {
  const kind = text(document['kind']);
  if (kind !== 'Group' && kind !== 'User') return undefined;
  const metadata = member(document, 'metadata');
  const name = text(member(metadata, 'name'));
  if (name === undefined) return undefined;
  return fullRef(`${text(member(metadata, 'namespace')) ?? 'default'}/${name}`, kind.toLowerCase());
}
