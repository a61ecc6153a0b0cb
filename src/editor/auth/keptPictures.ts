import { createReadStream } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** Removes the last good pictures of everything that an account was shown, also of platforms that were left. */
export async function forgetPictures(folder: string, account: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const file = path.join(folder, name);
    const owner = await ownerIn(file).catch(() => '');
    // The address comes first; of a platform out of parts several accounts may follow.
    if (owner.split('\n').slice(1).includes(account)) await rm(file, { force: true });
  }
}

/** Who a picture belongs to, by the head of its file; empty where it has none. */
async function ownerIn(file: string): Promise<string> {
  const stream = createReadStream(file, 'utf8');
  try {
    for await (const line of createInterface({ input: stream })) {
      const head: unknown = JSON.parse(line);
      return typeof head === 'object' && head !== null && 'owner' in head ? String(head.owner) : '';
    }
    return '';
  } finally {
    stream.destroy();
  }
}
