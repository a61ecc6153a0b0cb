import { t } from '../../base/l10n.js';
import type { PlanFinding } from '../../model/delivery.js';
import type { ConfigSource } from '../../model/engine.js';
import { kustomizationOf, type ConfigFiles } from './findImages.js';
import { imageKey, imageRef, sameVersion, versionOf, type ImageRef } from './imageRef.js';
import type { ImageSlot, ImageVersion } from './imageSlot.js';
import { applyEdits, type TextEdit } from './textEdit.js';
import { appendedItems, documentsIn } from './yamlText.js';

/** An image that gets another version at one place. */
export interface ImageChange {
  readonly file: string;
  readonly pointer: string;
  readonly name: string;
  readonly before: ImageVersion;
  readonly after: ImageVersion;
}

/** Files with other images in them, and what is to be known of that. */
export interface ImageEdit {
  /** Only those that change, whole. */
  readonly files: ConfigFiles;
  readonly changes: readonly ImageChange[];
  readonly findings: readonly PlanFinding[];
}

/** Gathers the edits of a configuration, file by file. */
export class ImageEdits {
  readonly #source: ConfigSource;
  readonly #files: ConfigFiles;
  readonly #edits = new Map<string, readonly TextEdit[]>();
  readonly #appended: ImageRef[] = [];
  readonly #changes: ImageChange[] = [];
  readonly #findings: PlanFinding[] = [];

  constructor(source: ConfigSource, files: ConfigFiles) {
    this.#source = source;
    this.#files = files;
  }

  set(slots: readonly ImageSlot[], image: ImageRef): void {
    const others = slots.filter((slot) => !sameVersion(slot.image, image));
    for (const slot of others) {
      const edits = slot.set(versionIn(image));
      if (edits === undefined) this.#unwritable(slot, image);
      else if (edits.length > 0) this.#take(slot, image, edits);
    }
    if (others.length > 1) this.#several(image, others);
  }

  /** Adds it to the images of the kustomization. */
  append(image: ImageRef): void {
    this.#appended.push(image);
  }

  /** The source runs several versions of it just now. */
  undecided(image: ImageRef, others: readonly ImageRef[]): void {
    const versions = [image, ...others].map(versionOf).join(', ');
    this.#findings.push({
      code: 'several-versions',
      severity: 'Warning',
      message: t('{0} is not promoted: it runs in several versions just now ({1}).', image.name, versions),
      mustAcknowledge: true,
    });
  }

  missing(image: ImageRef): void {
    const runs = this.#source.images.flatMap((text) => imageRef(text) ?? []);
    const there = runs.find((each) => isSame(each, image));
    if (there && sameVersion(there, image)) return;
    this.#findings.push({
      code: 'image-not-found',
      severity: there ? 'Warning' : 'Info',
      message: there
        ? t('{0} is not changed: no file of {1} tells which version of it runs.', image.name, this.#place())
        : t('{0} is not promoted: it is no part of {1}.', image.name, this.#place()),
      ...(there && { mustAcknowledge: true }),
    });
  }

  result(): ImageEdit {
    this.#writeAppended();
    const files = new Map(
      [...this.#edits].map(([file, edits]) => [file, applyEdits(this.#files.get(file) ?? '', edits)]),
    );
    return { files, changes: this.#changes, findings: this.#findings };
  }

  #writeAppended(): void {
    if (this.#appended.length === 0) return;
    const file = kustomizationOf(this.#source.path, this.#files) ?? '';
    const text = this.#files.get(file) ?? '';
    const [document] = documentsIn(text);
    const edit = document && appendedItems(document, 'images', this.#appended.map(itemOf), text);
    if (!edit) {
      for (const image of this.#appended) this.missing(image);
      return;
    }
    this.#add(file, [edit]);
    for (const image of this.#appended) {
      const after = versionIn(image);
      this.#changes.push({ file, pointer: '/images/-', name: image.name, before: {}, after });
    }
  }

  #take(slot: ImageSlot, image: ImageRef, edits: readonly TextEdit[]): void {
    const { file, pointer, image: before } = slot;
    const name = before.name === '' ? image.name : before.name;
    this.#add(file, edits);
    this.#changes.push({ file, pointer, name, before: versionIn(before), after: versionIn(image) });
    if (before.digest !== undefined && image.digest === undefined) this.#unpinned(file, name);
    if (before.name !== '' && !isSame(before, image)) this.#otherName(name, image);
  }

  #add(file: string, edits: readonly TextEdit[]): void {
    this.#edits.set(file, [...(this.#edits.get(file) ?? []), ...edits]);
  }

  #place(): string {
    return this.#source.path === '' ? this.#source.repository : this.#source.path;
  }

  #unwritable({ file, pointer }: ImageSlot, image: ImageRef): void {
    this.#findings.push({
      code: 'image-not-written',
      severity: 'Warning',
      message: t(
        '{0} is not changed in {1}: {2} cannot be written at {3} without changing more. Change it by hand.',
        image.name,
        file,
        versionOf(image),
        pointer,
      ),
      mustAcknowledge: true,
    });
  }

  #unpinned(file: string, name: string): void {
    this.#findings.push({
      code: 'digest-pin',
      severity: 'Warning',
      message: t('{0} is pinned by its digest in {1} now, and is named by its tag only then.', name, file),
      mustAcknowledge: true,
    });
  }

  #otherName(name: string, image: ImageRef): void {
    this.#findings.push({
      code: 'other-registry',
      severity: 'Warning',
      message: t(
        '{0} is taken to be {1} elsewhere: make sure that it has {2}.',
        name,
        image.name,
        versionOf(image),
      ),
    });
  }

  #several({ name }: ImageRef, slots: readonly ImageSlot[]): void {
    const places = slots.map(({ file, pointer }) => `${file} ${pointer}`).join(', ');
    this.#findings.push({
      code: 'several-places',
      severity: 'Info',
      message: t('{0} is changed at {1} places: {2}.', name, slots.length, places),
    });
  }
}

function isSame(one: ImageRef, other: ImageRef): boolean {
  return imageKey(one.name) === imageKey(other.name);
}

function itemOf({ name, tag, digest }: ImageRef): readonly (readonly [string, string])[] {
  return [
    ['name', name],
    ...(tag === undefined ? [] : [['newTag', tag] as const]),
    ...(digest === undefined ? [] : [['digest', digest] as const]),
  ];
}

function versionIn({ tag, digest }: ImageVersion): ImageVersion {
  return { ...(tag !== undefined && { tag }), ...(digest !== undefined && { digest }) };
}
