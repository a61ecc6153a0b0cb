/** Compiles the shipped schemas into src/language/generated/validators.js: no schema is compiled at run time. */
import Ajv from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';

const source = new URL('../../schemas/', import.meta.url);
const target = new URL('../../src/language/generated/', import.meta.url);
const suffix = '.schema.json';

/** Words for people, and `format`, which always stands beside a pattern: left out of the compiled code. */
const annotations = new Set([
  'title',
  'description',
  'markdownDescription',
  'patternErrorMessage',
  'examples',
  'default',
  'defaultSnippets',
  'format',
]);

/** The schema without its annotations. In `properties` and `$defs` the keys are names, not keywords. */
function bare(schema, areNames = false) {
  if (Array.isArray(schema)) return schema.map((item) => bare(item));
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key]) => areNames || !annotations.has(key))
      .map(([key, value]) => [key, bare(value, !areNames && (key === 'properties' || key === '$defs'))]),
  );
}

const types = `import type { ErrorObject } from 'ajv';

/** Validates plain data; \`errors\` holds the faults of the last call. */
export interface Validate {
  (data: unknown): boolean;
  errors?: null | ErrorObject[];
}

/** The schemas by the name of their file, as plain data. */
export declare const schemas: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
export declare const validators: Readonly<Record<string, Validate>>;
`;

function camelCase(name) {
  return name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
}

async function readSchemas() {
  const files = (await readdir(source)).filter((file) => file.endsWith(suffix)).sort();
  return Promise.all(
    files.map(async (file) => ({
      name: camelCase(file.slice(0, -suffix.length)),
      file,
      schema: JSON.parse(await readFile(new URL(file, source), 'utf8')),
    })),
  );
}

/** ajv's standalone code calls \`require\` for its helpers even in an ES module. */
function withImports(code) {
  const imports = new Map();
  const body = code.replace(/require\("([^"]+)"\)\.default/g, (_, request) => {
    if (!imports.has(request)) imports.set(request, `runtime${imports.size}`);
    return `${imports.get(request)}.default`;
  });
  const lines = [...imports].map(([request, name]) => `import ${name} from '${request}.js';`);
  return [...lines, body].join('\n');
}

export async function generate() {
  const found = await readSchemas();
  const ajv = new Ajv({
    allErrors: true,
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
    ownProperties: true,
    inlineRefs: false,
    messages: false,
    code: { source: true, esm: true },
  });
  for (const { schema } of found) ajv.addSchema(bare(schema));
  const code = standaloneCode(ajv, Object.fromEntries(found.map(({ name, schema }) => [name, schema.$id])));
  const names = found.map(({ name }) => name);
  const schemaImports = found.map(
    ({ name, file }) => `import ${name}Schema from '../../../schemas/${file}' with { type: 'json' };`,
  );
  const tables = [
    `export const schemas = { ${names.map((name) => `${name}: ${name}Schema`).join(', ')} };`,
    `export const validators = { ${names.join(', ')} };`,
  ];
  await mkdir(target, { recursive: true });
  await writeFile(
    new URL('validators.js', target),
    [...schemaImports, withImports(code), ...tables, ''].join('\n'),
  );
  await writeFile(new URL('validators.d.ts', target), types);
}
