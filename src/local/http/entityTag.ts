import { createHash } from 'node:crypto';

/** The ETag of what is answered as JSON. */
export function entityTag(body: unknown): string {
  return tagOf(JSON.stringify(body));
}

/** The same for a body that is already written out. */
export function tagOf(body: string): string {
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
}
