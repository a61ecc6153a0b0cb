/** A reference in full, `kind:namespace/name`, in lower case; the kind may be left out, the namespace is default. */
export function fullRef(reference: string, kind = 'group'): string {
  const [, given = kind, namespace = 'default', name = ''] =
    /^(?:([^:/]+):)?(?:([^/]+)\/)?(.+)$/.exec(reference.trim().toLowerCase()) ?? [];
  return `${given}:${namespace}/${name}`;
}
