/** Keys of the writes that this program is carrying out now: nobody else takes them up. */
const driven = new Set<string>();

export function isDriven(key: string): boolean {
  return driven.has(key);
}

export async function drive<T>(key: string, work: () => Promise<T>): Promise<T> {
  driven.add(key);
  try {
    return await work();
  } finally {
    driven.delete(key);
  }
}
