import type { ConfigSource } from '../../model/engine.js';
import { imagesIn, type ConfigFiles } from './findImages.js';
import { ImageEdits, type ImageEdit } from './imageEdits.js';
import { baseName, imageKey, imageRef, imageText, sameVersion, type ImageRef } from './imageRef.js';
import type { ImageSlot } from './imageSlot.js';

/** A configuration as it is in Git. */
export interface ConfigState {
  readonly source: ConfigSource;
  readonly files: ConfigFiles;
}

/**
 * Brings the images that run in one environment into the files of another. Two images are the same when they are called
 * the same, or, where registries differ from place to place, when the last part of their names is the same and unique.
 */
export function promoteImages(from: ConfigState, to: ConfigState): ImageEdit {
  const theirs = imagesIn(from.source, from.files);
  const slots = imagesIn(to.source, to.files);
  const edits = new ImageEdits(to.source, to.files);
  for (const [image, ...others] of versionsOf(from.source.images)) {
    if (!image) continue;
    if (others.length > 0) {
      edits.undecided(image, others);
      continue;
    }
    const found = slotsOf(image, slots, theirs);
    if (found.length > 0) edits.set(found, image);
    else if (isListed(image, from, theirs)) edits.append(image);
    else edits.missing(image);
  }
  return edits.result();
}

/** Restores the images that the same places named earlier. */
export function restoreImages(now: ConfigState, earlier: ConfigFiles): ImageEdit {
  const before = imagesIn(now.source, earlier);
  const edits = new ImageEdits(now.source, now.files);
  for (const slot of imagesIn(now.source, now.files)) {
    const same = before.filter(({ image }) => isSame(image, slot.image));
    const old = same.find(({ file, pointer }) => file === slot.file && pointer === slot.pointer);
    if (old) edits.set([slot], old.image);
    else if (slot.image.name !== '' && same[0]) edits.set([slot], same[0].image);
  }
  return edits.result();
}

function isSame(one: ImageRef, other: ImageRef): boolean {
  return imageKey(one.name) === imageKey(other.name);
}

/** What runs, by image: all the versions of each. */
function versionsOf(running: readonly string[]): readonly (readonly ImageRef[])[] {
  const images = new Map<string, Map<string, ImageRef>>();
  for (const text of running) {
    const image = imageRef(text);
    if (!image) continue;
    const versions = images.get(imageKey(image.name)) ?? new Map<string, ImageRef>();
    images.set(imageKey(image.name), versions.set(imageText(image), image));
  }
  return [...images.values()].map((versions) => [...versions.values()]);
}

/** The places in the target that name an image of the source. */
function slotsOf(
  image: ImageRef,
  slots: readonly ImageSlot[],
  theirs: readonly ImageSlot[],
): readonly ImageSlot[] {
  const named = slots.filter((slot) => slot.image.name !== '');
  const exact = named.filter((slot) => isSame(slot.image, image));
  if (exact.length > 0) return nearest(exact);
  const alike = named.filter((slot) => baseName(slot.image.name) === baseName(image.name));
  if (new Set(alike.map((slot) => imageKey(slot.image.name))).size === 1) return nearest(alike);
  // A chart from elsewhere knows the name; both environments tell the tag at the same place.
  return slots.filter(
    (slot) =>
      slot.image.name === '' &&
      theirs.some((their) => their.pointer === slot.pointer && sameVersion(their.image, image)),
  );
}

function nearest(slots: readonly ImageSlot[]): readonly ImageSlot[] {
  const lowest = Math.min(...slots.map(({ rank }) => rank));
  return slots.filter(({ rank }) => rank === lowest);
}

/** Whether the source's kustomization sets it: then the target's may as well. */
function isListed(image: ImageRef, { source }: ConfigState, theirs: readonly ImageSlot[]): boolean {
  return source.format === 'Kustomize' && theirs.some((slot) => slot.rank === 0 && isSame(slot.image, image));
}
