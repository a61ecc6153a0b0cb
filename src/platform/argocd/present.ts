/** Fields that may be undefined, as fields that may be absent. */
type Present<T> = {
  readonly [Key in keyof T as undefined extends T[Key] ? never : Key]: T[Key];
} & {
  readonly [Key in keyof T as undefined extends T[Key] ? Key : never]?: Exclude<T[Key], undefined>;
};

/** The fields but one. */
export function without<T extends object, Key extends keyof T>(fields: T, key: Key): Omit<T, Key> {
  const rest = { ...fields };
  Reflect.deleteProperty(rest, key);
  return rest;
}

/** The fields that are there: what is undefined is left out. */
export function present<T extends object>(fields: T): Present<T> {
  const there: Partial<Record<keyof T, unknown>> = {};
  for (const key in fields) if (fields[key] !== undefined) there[key] = fields[key];
  return there as unknown as Present<T>;
}
