import { t } from '../../base/l10n.js';
import { Refusal } from './refusal.js';

/** What a schema from elsewhere may be. */
const limits = { size: 1024 * 1024, nesting: 200 } as const;

/** A copy of plain data that may be changed, refused when it is too large, too deep, or no data at all. */
export function copyData(source: unknown): unknown {
  let left: number = limits.size;
  const spend = (characters: number): void => {
    left -= characters;
    if (left < 0) {
      throw new Refusal(
        t('This schema is larger than 1 MB and is not used. Leave out what no document needs.'),
      );
    }
  };
  const copy = (value: unknown, depth: number): unknown => {
    spend(3);
    if (depth > limits.nesting) throw tooDeep();
    if (typeof value === 'string') spend(value.length);
    if (typeof value !== 'object' || value === null) return isData(value) ? value : null;
    spend(7);
    if (Array.isArray(value)) return (value as unknown[]).map((item) => copy(item, depth + 1));
    const result: Record<string, unknown> = {};
    for (const [key, item] of Object.entries(value) as [string, unknown][]) {
      spend(key.length + 2);
      const own = copy(item, depth + 1);
      // Plain assignment to `__proto__` would change the prototype instead of adding a key.
      Object.defineProperty(result, key, {
        value: own,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
    return result;
  };
  return copy(source, 0);
}

export function tooDeep(pointer = ''): Refusal {
  return new Refusal(
    t('This schema nests deeper than 64 levels and is not used. Move inner parts to “$defs”.'),
    pointer,
  );
}

function isData(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
