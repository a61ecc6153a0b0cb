import { createHash } from 'node:crypto';

/** The ETag of what is answered as JSON. */
export function entityTag(body: unknown): string {
  return `"${createHash('sha256').update(JSON.stringify(body)).digest('base64url').slice(0, 22)}"`;
}
