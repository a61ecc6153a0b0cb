const pattern = /^[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$/;

/** A name of Kubernetes as one that a Service may have: 2 to 63 letters, digits and hyphens. */
export function serviceName(name: string, fallback: string): string {
  if (pattern.test(name)) return name;
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 63)
    .replace(/-+$/, '');
  if (pattern.test(plain)) return plain;
  return plain === '' ? fallback : `${plain}-${fallback}`;
}

/** The name, or with a number behind it when it is taken. */
export function freeName(name: string, taken: Readonly<Record<string, unknown>>): string {
  if (!Object.hasOwn(taken, name)) return name;
  for (let number = 2; ; number++) {
    const next = `${name.slice(0, 58)}-${number}`;
    if (!Object.hasOwn(taken, next)) return next;
  }
}
