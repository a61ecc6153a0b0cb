/** The name of a Backstage entity in full; kind and namespace in lower case. */
export interface EntityRef {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

const pattern = /^(?:([A-Za-z][A-Za-z0-9]*):)?(?:([A-Za-z0-9][\w.-]*)\/)?([A-Za-z0-9][\w.-]*)$/;

/** Reads `[kind:][namespace/]name` (Backstage, "String references"); `undefined` for what is none. */
export function readRef(text: string, kind: string): EntityRef | undefined {
  const [, ofKind = kind, namespace = 'default', name] = pattern.exec(text) ?? [];
  if (name === undefined) return undefined;
  return { kind: ofKind.toLowerCase(), namespace: namespace.toLowerCase(), name };
}

/** `kind:namespace/name`. */
export function fullRef({ kind, namespace, name }: EntityRef): string {
  return `${kind.toLowerCase()}:${namespace.toLowerCase()}/${name}`;
}

/** The name among entities of one kind: the namespace is part of it unless it is the default one. */
export function shortName({ namespace, name }: Pick<EntityRef, 'namespace' | 'name'>): string {
  return namespace.toLowerCase() === 'default' ? name : `${namespace}/${name}`;
}
