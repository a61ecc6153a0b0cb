import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import type { components } from '../../contract/generated/wire.js';
import type { Shape } from '../../contract/shape.js';
import { at, entries, isObject, member, scalar, text, texts, type JsonObject } from '../manifest/json.js';
import { fillTemplate, type TemplateValues } from './fillTemplate.js';

type Wire = components['schemas'];

export interface TemplateFile {
  /** With `/`. */
  readonly path: string;
  readonly content: string;
}

/** A golden path: a Template manifest and the files that it makes. */
export interface GalleryTemplate {
  readonly name: string;
  readonly version: string;
  readonly schema: Shape & JsonObject;
  readonly wire: Wire['Template'];
  /** What it says of itself beside its form, in Markdown. */
  readonly readme?: string;
  files(values: TemplateValues): Promise<readonly TemplateFile[]>;
}

/** The templates in a folder: `<name>/template.yaml` and `<name>/skeleton/`. One that cannot be read is left out. */
export async function readGallery(folder: string): Promise<readonly GalleryTemplate[]> {
  const names = await readdir(folder).catch(() => []);
  const found = await Promise.all(names.sort().map((name) => readTemplate(path.join(folder, name))));
  return found.filter((template) => template !== undefined);
}

async function readTemplate(folder: string): Promise<GalleryTemplate | undefined> {
  let manifest: unknown;
  try {
    manifest = parse(await readFile(path.join(folder, 'template.yaml'), 'utf8'));
  } catch {
    return undefined;
  }
  const metadata = member(manifest, 'metadata');
  const spec = member(manifest, 'spec');
  const name = text(member(metadata, 'name'));
  const version = text(member(spec, 'version'));
  const schema = member(spec, 'parameters');
  if (name === undefined || version === undefined || !isObject(schema)) return undefined;
  const optional = (key: string, value: string | undefined): object =>
    value === undefined ? {} : { [key]: value };
  const readme = await readFile(path.join(folder, 'README.md'), 'utf8').catch(() => undefined);
  return {
    name,
    version,
    schema,
    ...(readme !== undefined && { readme }),
    wire: {
      name,
      version,
      ...optional('title', text(member(metadata, 'title'))),
      ...optional('description', text(member(metadata, 'description'))),
      ...optional('owner', text(member(spec, 'owner'))),
      ...optional('type', text(member(spec, 'type'))),
      parameters: [{ title: text(member(metadata, 'title')) ?? name, schema }],
      tags: [...texts(member(metadata, 'tags'))],
      produces: [...texts(member(spec, 'produces'))],
      changelog: Array.isArray(member(spec, 'changelog')) ? member(spec, 'changelog') : [],
    } as Wire['Template'],
    files: (values) => readSkeleton(path.join(folder, 'skeleton'), values),
  };
}

/** The values given, and the defaults of those that are not. */
export function withDefaults(schema: JsonObject, values: JsonObject): TemplateValues {
  const defaults = entries(member(schema, 'properties')).map(
    ([name, property]) => [name, at(property, 'default')] as const,
  );
  const all = [...defaults, ...Object.entries(values)].flatMap(([name, value]) => {
    const filled = scalar(value);
    return filled === undefined ? [] : [[name, filled] as const];
  });
  return Object.fromEntries(all);
}

async function readSkeleton(root: string, values: TemplateValues): Promise<readonly TemplateFile[]> {
  const names = await readdir(root, { recursive: true });
  const files: TemplateFile[] = [];
  for (const name of names.sort()) {
    const full = path.join(root, name);
    if (!(await stat(full)).isFile()) continue;
    const content = fillTemplate(await readFile(full, 'utf8'), values);
    // A file of this name would count for our own repository.
    files.push({
      path: name
        .split(path.sep)
        .join('/')
        .replace(/(^|\/)_gitignore$/, '$1.gitignore'),
      content,
    });
  }
  return files;
}
