import { t } from '../../../base/l10n.js';
import type { KubernetesObject } from './objects.js';

/** The texts of the ConfigMaps in the input, by name, and which of them were used. */
export class ConfigMaps {
  readonly #objects: readonly KubernetesObject[];
  readonly #used = new Set<KubernetesObject>();

  constructor(objects: readonly KubernetesObject[]) {
    this.#objects = objects.filter(({ kind }) => kind === 'ConfigMap');
  }

  /** What a ConfigMap holds; `undefined` for one that is not in the input. */
  get(name: unknown): Readonly<Record<string, string>> | undefined {
    const object = this.#objects.find((one) => one.name === name);
    if (!object) return undefined;
    this.#used.add(object);
    return Object.fromEntries(
      object.reader
        .map('data')
        .entries()
        .flatMap(([key, { value }]) => (typeof value === 'string' ? [[key, value]] : [])),
    );
  }

  /** Tells what of those that were used is no text. */
  tellOthers(): void {
    for (const { reader } of this.#used) {
      for (const [, entry] of reader.map('data').entries()) {
        if (typeof entry.value !== 'string') entry.note(t('The value is not text; it is left out.'));
      }
      reader.drop('binaryData', t('The value is not text; it is left out.'));
    }
  }

  isUsed(object: KubernetesObject): boolean {
    return this.#used.has(object);
  }
}
