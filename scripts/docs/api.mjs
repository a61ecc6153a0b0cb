/** The pages of docs/api/, from schemas/platform-api.yaml: one per tag, one for the shapes, an index. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

const madeBy = '<!-- Made by npm run docs from schemas/platform-api.yaml. -->';
const nameIn = (reference) => reference.split('/').at(-1);
const cell = (text) => String(text).replaceAll('|', '\\|').replaceAll('\n', ' ');
const slug = (name) => name.toLowerCase().replaceAll(' ', '-');
/** GitHub's anchor of a heading. */
const anchor = (heading) =>
  heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');

/** The files of docs/api by name. */
export function apiPages(root) {
  const api = parse(readFileSync(path.join(root, 'schemas/platform-api.yaml'), 'utf8'));
  const operations = Object.entries(api.paths).flatMap(([at, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      at,
      method: method.toUpperCase(),
      ...operation,
    })),
  );
  const pages = { 'README.md': index(api, operations), 'shapes.md': shapes(api) };
  for (const { name, description } of api.tags) {
    const own = operations.filter(({ tags }) => tags.includes(name));
    pages[`${slug(name)}.md`] = page([
      `# ${name}`,
      description,
      ...own.map((operation) => section(api, operation)),
    ]);
  }
  return pages;
}

function page(blocks) {
  return `${[madeBy, ...blocks].join('\n\n')}\n`;
}

function index(api, operations) {
  const rows = operations.map(
    (operation) =>
      `| [\`${operation.method} ${operation.at}\`](${slug(operation.tags[0])}.md#${anchor(headingOf(operation))}) | ${cell(operation.summary)} | ${needOf(operation)} |`,
  );
  return page([
    `# ${api.info.title}, version ${api.info.version}`,
    api.info.description.replace(/\s+/g, ' '),
    'How to serve it: [implement-the-api.md](../implement-the-api.md). The document that tools read: ' +
      '[platform-api.yaml](../../schemas/platform-api.yaml). Whether a server keeps to it: `golden-path conformance <url>`, [check by check](checks.md).',
    ['| operation | what | level or capability |', '|---|---|---|', ...rows].join('\n'),
  ]);
}

function headingOf({ method, at }) {
  return `${method} ${at}`;
}

function needOf(operation) {
  const level = operation['x-conformance'];
  return level ? `level ${level}` : `\`${operation['x-capability']}\``;
}

function section(api, operation) {
  const resolve = (node) => (node.$ref ? api.components.parameters[nameIn(node.$ref)] : node);
  const parameters = (operation.parameters ?? []).map(resolve);
  return [
    `## ${headingOf(operation)}`,
    operation.summary,
    operation.description?.replace(/\s+/g, ' ').trim(),
    `\`${operation.operationId}\` · ${operation['x-conformance'] ? `part of the level ${operation['x-conformance']}` : `offered with the capability \`${operation['x-capability']}\``}`,
    parameters.length > 0 && parameterTable(parameters),
    operation.requestBody && media(api, 'Body', operation.requestBody.content),
    ...Object.entries(operation.responses)
      .filter(([status]) => status !== 'default')
      .map(([status, answer]) => media(api, `Answers ${status} (${answer.description})`, answer.content)),
  ]
    .filter(Boolean)
    .join('\n\n');
}

function parameterTable(parameters) {
  const rows = parameters.map(
    ({ name, in: place, schema, description, required }) =>
      `| \`${name}\` | ${place}${required ? ', required' : ''} | ${typeOf(schema)} | ${cell(
        [description?.replace(/\s+/g, ' '), schema.default !== undefined && `Default: \`${schema.default}\`.`]
          .filter(Boolean)
          .join(' '),
      )} |`,
  );
  return ['| parameter | where | type | meaning |', '|---|---|---|---|', ...rows].join('\n');
}

function media(api, title, content) {
  if (!content) return `**${title}**, no body.`;
  return Object.entries(content)
    .map(([type, { schema, examples, 'x-item': item }]) => {
      const carried = item ? `a stream of ${typeOf(item)}` : typeOf(schema);
      const example = api.components.examples[nameIn(Object.values(examples)[0].$ref)].value;
      const isText = typeof example === 'string';
      const fence = isText ? (type.includes('yaml') ? 'yaml' : '') : 'json';
      const text = isText ? example.trimEnd() : JSON.stringify(example, undefined, 2);
      return `**${title}**, \`${type}\`: ${carried}\n\n\`\`\`${fence}\n${text}\n\`\`\``;
    })
    .join('\n\n');
}

function typeOf(schema) {
  if (schema.$ref) return `[${nameIn(schema.$ref)}](shapes.md#${anchor(nameIn(schema.$ref))})`;
  if (schema.type === 'array') return `list of ${typeOf(schema.items)}`;
  if (schema.additionalProperties) return `map of ${typeOf(schema.additionalProperties)}`;
  if (schema.enum) return schema.enum.map((word) => `\`${word}\``).join(', ');
  return schema.format ? `${schema.type} (${schema.format})` : schema.type;
}

function shapes(api) {
  const known = Object.entries(api.components.schemas).sort(([a], [b]) => (a < b ? -1 : 1));
  return page([
    '# Shapes',
    'Bold fields are always there; any other is left out when it is not known, never null. Where a field lists known words, the set is open: treat a word that you do not know as `Unknown`.',
    ...known.map(([name, schema]) => shape(name, schema)),
  ]);
}

function shape(name, schema) {
  const rows = Object.entries(schema.properties ?? {}).map(([field, property]) => {
    const label = (schema.required ?? []).includes(field) ? `**\`${field}\`**` : `\`${field}\``;
    return `| ${label} | ${typeOf(property)} | ${cell(meaningOf(property))} |`;
  });
  return [
    `## ${name}`,
    schema.description?.replace(/\s+/g, ' ').trim(),
    ['| field | type | meaning |', '|---|---|---|', ...rows].join('\n'),
  ]
    .filter(Boolean)
    .join('\n\n');
}

function meaningOf(property) {
  const words = property['x-extensible-enum'] ?? property.items?.['x-extensible-enum'];
  const text = (property.description ?? '')
    .replace(/\s+/g, ' ')
    .replace(/Open set;.*$/, '')
    .trim();
  return [text, words && `Known words: ${words.join(', ')}.`].filter(Boolean).join(' ');
}
