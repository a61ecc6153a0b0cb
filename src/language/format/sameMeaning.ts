import type { ManifestFile } from '../documents/manifestFile.js';
import { parseYaml } from '../documents/yamlDocument.js';

/** Whether a text says what a file says: the same documents with the same values. */
export function meansTheSame({ documents }: ManifestFile, text: string): boolean {
  const after = parseYaml(text) ?? [];
  return (
    after.length === documents.length &&
    documents.every(({ document }, index) => {
      const other = after[index];
      if (!other || other.tree.errors.length > 0 || other.plain.problem) return false;
      return isSame(document.value, other.value);
    })
  );
}

function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  const others = Object.keys(b);
  return (
    keys.length === others.length &&
    keys.every(
      (key, index) =>
        key === others[index] &&
        isSame((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
    )
  );
}
