/** Writes src/language/generated/schemas.js: the shipped schemas as one table, by the names of their files. */
import { mkdir, readdir, writeFile } from 'node:fs/promises';

const source = new URL('../../schemas/', import.meta.url);
const target = new URL('../../src/language/generated/', import.meta.url);
const suffix = '.schema.json';

const types = `/** The schemas by the name of their file, as plain data. */
export declare const schemas: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
`;

function camelCase(name) {
  return name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
}

export async function generate() {
  const files = (await readdir(source)).filter((file) => file.endsWith(suffix)).sort();
  const names = files.map((file) => camelCase(file.slice(0, -suffix.length)));
  const imports = files.map(
    (file, index) => `import ${names[index]} from '../../../schemas/${file}' with { type: 'json' };`,
  );
  await mkdir(target, { recursive: true });
  await writeFile(
    new URL('schemas.js', target),
    [...imports, `export const schemas = { ${names.join(', ')} };`, ''].join('\n'),
  );
  await writeFile(new URL('schemas.d.ts', target), types);
}
