/** The licences of everything that is bundled, as one text. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** `metafiles` are esbuild's; throws when a bundled package has no licence text and no licence name. */
export function noticesOf(metafiles, root) {
  const folders = new Set();
  for (const { inputs } of metafiles) {
    for (const input of Object.keys(inputs)) {
      const found = /^(.*node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(input)?.[1];
      if (found) folders.add(path.resolve(root, found));
    }
  }
  const packages = [...folders].map(readPackage).sort((a, b) => (a.title < b.title ? -1 : 1));
  const rule = '-'.repeat(80);
  return [
    'Golden Path contains the following packages, unchanged. Each is under its own licence.',
    ...packages.map(({ title, licence, text }) => `${rule}\n${title} (${licence})\n\n${text}`),
  ].join('\n\n');
}

function readPackage(folder) {
  const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file));
  const text = files.map((file) => readFileSync(path.join(folder, file), 'utf8').trim()).join('\n\n');
  if (!text && !license) throw new Error(`${name} is bundled and names no licence.`);
  return { title: `${name} ${version}`, licence: license ?? 'see below', text };
}
