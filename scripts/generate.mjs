/** Makes every git-ignored `generated/` file: runs each generator in scripts/generate/, in name order. */
import { readdir } from 'node:fs/promises';

const folder = new URL('./generate/', import.meta.url);
for (const file of (await readdir(folder)).filter((name) => name.endsWith('.mjs')).sort()) {
  const { generate } = await import(new URL(file, folder).href);
  await generate();
}
