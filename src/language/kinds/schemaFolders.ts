import type { FilePort } from '../ports.js';

/** Files and folders that are looked at in one folder of schemas. */
const mostEntries = 5000;

/** The YAML and JSON files below a folder; none when it cannot be listed. */
export async function schemaFiles(folder: string, files: FilePort): Promise<readonly string[]> {
  const found: string[] = [];
  const open = [folder];
  let left = mostEntries;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const entries = (await files.listFolder?.(next).catch(() => [])) ?? [];
    for (const { name, isFolder } of entries) {
      if (--left < 0) return found;
      const uri = `${next}/${encodeURIComponent(name)}`;
      if (isFolder) {
        if (!name.startsWith('.') && name !== 'node_modules') open.push(uri);
      } else if (/\.(ya?ml|json)$/i.test(name)) found.push(uri);
    }
  }
  return found.sort();
}
