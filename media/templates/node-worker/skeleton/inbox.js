import { mkdir, readdir, readFile, rename } from 'node:fs/promises';
import path from 'node:path';

/** What is done with one item: change this. It may run twice for an item when the worker was killed meanwhile. */
export async function handle(name, content) {
  process.stdout.write(`${JSON.stringify({ item: name, bytes: content.length })}\n`);
}

/** Works on every item of the inbox, oldest name first; what is done is moved to `done/`. Returns how many there were. */
export async function workOnce(inbox) {
  const done = path.join(inbox, 'done');
  await mkdir(done, { recursive: true });
  const items = (await readdir(inbox, { withFileTypes: true }))
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => entry.name)
    .sort();
  for (const name of items) {
    await handle(name, await readFile(path.join(inbox, name)));
    await rename(path.join(inbox, name), path.join(done, name));
  }
  return items.length;
}
