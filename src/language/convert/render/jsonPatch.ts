/** One step of a JSON Patch (RFC 6902, section 4). */
export type PatchStep =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string };

/** The steps that make one value of another. A list whose items are not the same ones is replaced as a whole. */
export function jsonPatch(from: unknown, to: unknown, path = ''): PatchStep[] {
  if (JSON.stringify(from) === JSON.stringify(to)) return [];
  if (isMap(from) && isMap(to)) {
    return [...new Set([...Object.keys(from), ...Object.keys(to)])].flatMap((key): PatchStep[] => {
      const place = `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      if (!Object.hasOwn(to, key)) return [{ op: 'remove', path: place }];
      if (!Object.hasOwn(from, key)) return [{ op: 'add', path: place, value: to[key] }];
      return jsonPatch(from[key], to[key], place);
    });
  }
  if (Array.isArray(from) && Array.isArray(to) && haveSameNames(from, to)) {
    return from.flatMap((item, index) => jsonPatch(item, to[index], `${path}/${index}`));
  }
  return [{ op: 'replace', path, value: to }];
}

function haveSameNames(from: readonly unknown[], to: readonly unknown[]): boolean {
  return from.length === to.length && from.every((item, index) => nameOf(item) === nameOf(to[index]));
}

function nameOf(item: unknown): unknown {
  return isMap(item) ? item['name'] : undefined;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
