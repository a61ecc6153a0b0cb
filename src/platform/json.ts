/** Readers of JSON from servers whose answers no schema of ours describes. */
export type Json = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object at a key; an empty one where there is none. */
export function objectAt(value: Json, key: string): Json {
  const found = value[key];
  return isObject(found) ? found : nothing;
}

const nothing: Json = {};

/** The objects in the list at a key. */
export function objectsAt(value: Json, key: string): readonly Json[] {
  const found = value[key];
  return Array.isArray(found) ? found.filter(isObject) : [];
}

/** The text at a key that is not empty. */
export function textAt(value: Json, key: string): string | undefined {
  const found = value[key];
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** The texts in the list at a key. */
export function textsAt(value: Json, key: string): readonly string[] {
  const found: unknown = value[key];
  return Array.isArray(found) ? found.filter((item) => typeof item === 'string') : [];
}
