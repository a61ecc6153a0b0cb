/** What names an item of a list of Kubernetes, by the name of the list; items of all others are told by position. */
const keys: Readonly<Record<string, readonly string[]>> = {
  containers: ['name'],
  initContainers: ['name'],
  env: ['name'],
  volumes: ['name'],
  imagePullSecrets: ['name'],
  ports: ['containerPort', 'port'],
  volumeMounts: ['mountPath'],
  items: ['key'],
  data: ['secretKey'],
  hostAliases: ['ip'],
};

/** An item that both have, or one of them. */
export interface Item {
  readonly name: string;
  readonly rendered: unknown;
  readonly live: { readonly value: unknown; readonly index: number } | undefined;
}

/** The items of two lists of the same name side by side: those rendered in their order, then those that are only live. */
export function merged(list: string, rendered: readonly unknown[], live: readonly unknown[]): Item[] {
  const [left, right] = [named(list, rendered), named(list, live)];
  const names = [...new Set([...left.keys(), ...right.keys()])];
  return names.map((name) => ({ name, rendered: left.get(name)?.value, live: right.get(name) }));
}

function named(list: string, items: readonly unknown[]): Map<string, { value: unknown; index: number }> {
  const found = new Map<string, { value: unknown; index: number }>();
  for (const [index, value] of items.entries()) {
    const own = nameOf(list, value) ?? String(index);
    let name = own;
    // Names may come twice: a port for TCP and one for UDP.
    for (let number = 2; found.has(name); number++) name = `${own}-${number}`;
    found.set(name, { value, index });
  }
  return found;
}

function nameOf(list: string, value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const map = value as Readonly<Record<string, unknown>>;
  const key = Object.hasOwn(keys, list) ? keys[list]?.find((one) => one in map) : undefined;
  const name = key === undefined ? undefined : map[key];
  return typeof name === 'string' || typeof name === 'number' ? String(name) : undefined;
}
