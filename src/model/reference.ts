import type { Actor } from './actor.js';

/** The name in an entity reference such as `group:default/shop`; another namespace than the default one stays. */
export function shortReference(reference: string): string {
  return reference.replace(/^[a-z]+:/i, '').replace(/^default\//, '');
}

/** What people call somebody: the name that the platform gives, else that of the reference. */
export function actorName(actor: Actor): string;
export function actorName(actor: Actor | undefined): string | undefined;
export function actorName(actor: Actor | undefined): string | undefined {
  return actor && (actor.displayName ?? shortReference(actor.id));
}

/** Names of owners by reference, as a catalogue gives them. */
export type OwnerTitles = ReadonlyMap<string, string>;

/** What people call an owner: the catalogue's name, else that of the reference. */
export function ownerName(reference: string, titles?: OwnerTitles): string {
  return titles?.get(reference) ?? shortReference(reference);
}
