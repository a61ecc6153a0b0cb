/**
 * Takes the schemas of Backstage's catalogue entities from @backstage/catalog-model into
 * src/language/generated/backstage.js: plain data, with absolute ids and references by pointer.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';

const source = new URL('./dist/schema/', import.meta.resolve('@backstage/catalog-model/package.json'));
const target = new URL('../../src/language/generated/', import.meta.url);
const suffix = '.schema.json.esm.js';
const idOf = (name) => `https://backstage.io/schema/${name}`;

/** A module of the package, which exports nothing but data: read as what it is, whatever its package says. */
async function readModule(url) {
  const text = await readFile(url, 'utf8');
  const { default: schema } = await import(`data:text/javascript,${encodeURIComponent(text)}`);
  return schema;
}

/** `#reference` is the id of a part of `common`: all that refer to it are given the pointer instead. */
function rewritten(value, home) {
  if (Array.isArray(value)) return value.map((item) => rewritten(item, home));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, given]) => key !== '$schema' && !(key === '$id' && String(given).startsWith('#')))
      .map(([key, given]) => [key, key === '$ref' ? absolute(given, home) : rewritten(given, home)]),
  );
}

function absolute(reference, home) {
  const [file, part] = reference.split('#');
  const id = idOf(file === '' ? home : file);
  return part === undefined ? id : `${id}#/definitions/${part}`;
}

const types = `/** The schemas of Backstage's catalogue entities, by the name of their file. */
export declare const backstageSchemas: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
`;

export async function generate() {
  const files = (await readdir(source, { recursive: true })).filter((file) => file.endsWith(suffix)).sort();
  const schemas = {};
  for (const file of files) {
    const schema = await readModule(new URL(file.replaceAll('\\', '/'), source));
    const { $id, ...rest } = schema;
    const name = file.split(/[\\/]/).at(-1).slice(0, -suffix.length);
    schemas[name] = { ...rewritten(rest, $id), $id: idOf($id) };
  }
  await mkdir(target, { recursive: true });
  await writeFile(
    new URL('backstage.js', target),
    `export const backstageSchemas = ${JSON.stringify(schemas)};\n`,
  );
  await writeFile(new URL('backstage.d.ts', target), types);
}
