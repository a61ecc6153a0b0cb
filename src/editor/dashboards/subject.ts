/** What a dashboard is of. */
export type Subject =
  | { readonly kind: 'service'; readonly platform: string; readonly service: string }
  | {
      readonly kind: 'path';
      readonly platform: string;
      readonly by: 'owner' | 'system';
      readonly name: string;
      readonly days: number;
    };

/** A subject as the key of its page: the same one is never open twice, whatever span of time it shows. */
export function keyOf(subject: Subject): string {
  const { kind, platform } = subject;
  const parts = kind === 'service' ? [subject.service] : [subject.by, subject.name];
  return JSON.stringify([kind, platform, ...parts]);
}

/** The subject of a key that was kept over a reload; `undefined` for what is none. */
export function subjectOf(key: string): Subject | undefined {
  let parts: unknown;
  try {
    parts = JSON.parse(key);
  } catch {
    return undefined;
  }
  if (!Array.isArray(parts) || !parts.every((part) => typeof part === 'string')) return undefined;
  const [kind, platform = '', first = '', second = ''] = parts;
  if (kind === 'service' && parts.length === 3) return { kind, platform, service: first };
  if (kind !== 'path' || parts.length !== 4 || (first !== 'owner' && first !== 'system')) return undefined;
  return { kind, platform, by: first, name: second, days: defaultSpan };
}

/** Days that a golden path dashboard shows at first. */
export const defaultSpan = 90;

/** Whether a page may ask for a span of so many days. */
export function isSpan(days: unknown): days is number {
  return days === 30 || days === 90 || days === 365;
}
