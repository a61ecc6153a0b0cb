import { asMap } from '../../documents/yamlDocument.js';
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
    const data = asMap(asMap(object.reader.value)?.['data']) ?? {};
    return Object.fromEntries(
      Object.entries(data).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  }

  isUsed(object: KubernetesObject): boolean {
    return this.#used.has(object);
  }
}
