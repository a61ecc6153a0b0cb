import { asMap } from '../documents/yamlDocument.js';
import { valueAt } from './inputPlaces.js';
import type { LanguagePorts } from '../ports.js';
import { knownNames, type KnownName } from './knownNames.js';

type Plain = Readonly<Record<string, unknown>>;

/** What can follow in a Score placeholder: a word, and whether more must come after it. */
export interface PlaceholderWord {
  readonly name: string;
  readonly description?: string;
  readonly goesOn: boolean;
}

/** The typed part of a placeholder before the cursor: `${resources.db.ho` → `['resources', 'db', 'ho']`. */
export function typedPlaceholder(before: string): readonly string[] | undefined {
  const found = /(\$*)\$\{([\w.-]*)$/.exec(before);
  // `$${` is an escape: the text stays as it is.
  if (!found || (found[1] ?? '').length % 2 === 1) return undefined;
  return (found[2] ?? '').split('.');
}

/** The words that fit the last part of a placeholder in a workload. */
export async function placeholderWords(
  typed: readonly string[],
  workload: Plain,
  metadata: Plain,
  ports: LanguagePorts,
): Promise<readonly PlaceholderWord[]> {
  const [head, name] = typed;
  const resources = asMap(workload['resources']) ?? {};
  if (typed.length === 1) {
    return [
      ...(Object.keys(resources).length > 0 ? [{ name: 'resources', goesOn: true }] : []),
      { name: 'metadata', goesOn: true },
    ];
  }
  if (head === 'metadata') {
    const around = asMap(valueAt(metadata, typed.slice(1, -1))) ?? {};
    // A key with other characters would have to be escaped.
    const names = Object.keys(around).filter((key) => /^[\w-]+$/.test(key));
    return names.map((key) => ({ name: key, goesOn: asMap(around[key]) !== undefined }));
  }
  if (head !== 'resources') return [];
  if (typed.length === 2) {
    return Object.entries(resources).map(([key, resource]) => {
      const type = asMap(resource)?.['type'];
      return { name: key, goesOn: true, ...(typeof type === 'string' && { description: type }) };
    });
  }
  const type = asMap(resources[name ?? ''])?.['type'];
  if (typed.length !== 3 || typeof type !== 'string') return [];
  return outputWords(await knownNames(ports, { kind: 'resourceType', limit: 1000 }), type);
}

function outputWords(types: readonly KnownName[], type: string): readonly PlaceholderWord[] {
  const outputs = types.find(({ name }) => name === type)?.facts?.['outputs'];
  const items: readonly unknown[] = Array.isArray(outputs) ? outputs : [];
  return items.flatMap((item) => {
    const { name, description } = asMap(item) ?? {};
    if (typeof name !== 'string') return [];
    return [{ name, goesOn: false, ...(typeof description === 'string' && { description }) }];
  });
}
