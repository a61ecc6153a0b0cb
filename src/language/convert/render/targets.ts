import type { Reader } from '../reader.js';

/** What Score writes as a map by path, or as a list whose items name their `target`. */
export function targets(container: Reader, key: string): [string, Reader][] {
  const list = container.list(key);
  if (list.length === 0) return container.map(key).entries();
  return list.map((item) => [item.text('target') ?? '', item]);
}
