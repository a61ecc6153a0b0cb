import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Environment } from '../../model/catalog.js';
import { at, member, text, texts } from './json.js';
import { parentUpTo } from './secretValues.js';
import { namePattern } from './serviceManifest.js';

export const defaultEnvironments: readonly Environment[] = [
  { name: 'development', title: 'Development', type: 'development', production: false, order: 0 },
  {
    name: 'staging',
    title: 'Staging',
    type: 'staging',
    production: false,
    order: 1,
    promotesFrom: ['development'],
  },
  {
    name: 'production',
    title: 'Production',
    type: 'production',
    production: true,
    order: 2,
    promotesFrom: ['staging'],
    confirmation: 'TypeName',
    requireReason: true,
  },
];

/** Environments and pipelines of the `.platform/` folders at and above a folder, in promotion order. */
export async function readEnvironments(folder: string, top: string): Promise<readonly Environment[]> {
  const documents: unknown[] = [];
  for (let here: string | undefined = folder; here !== undefined; here = parentUpTo(here, top)) {
    documents.push(...(await readManifests(path.join(here, '.platform'))));
  }
  return environmentsOf(documents);
}

/** The environments that manifests declare; a pipeline gives their order and what they promote from. */
export function environmentsOf(documents: readonly unknown[]): readonly Environment[] {
  const ours = documents.filter((document) =>
    text(member(document, 'apiVersion'))?.startsWith('goldenpath.dev/'),
  );
  const pipeline =
    ours.find((document) => kindOf(document) === 'DeliveryPipeline' && nameOf(document) === 'default') ??
    ours.find((document) => kindOf(document) === 'DeliveryPipeline');
  const stages = at(pipeline, 'spec', 'stages');
  const order = (Array.isArray(stages) ? stages : []).map(
    (stage: unknown) => text(member(stage, 'environment')) ?? '',
  );
  const found = new Map<string, Environment>();
  for (const document of ours) {
    const name = nameOf(document);
    if (
      kindOf(document) !== 'Environment' ||
      name === undefined ||
      !namePattern.test(name) ||
      found.has(name)
    ) {
      continue;
    }
    found.set(name, readEnvironment(name, document, found.size, order, stages));
  }
  return [...found.values()].sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
}

function readEnvironment(
  name: string,
  document: unknown,
  index: number,
  order: readonly string[],
  stages: unknown,
): Environment {
  const spec = member(document, 'spec');
  const type = text(member(spec, 'type')) ?? 'development';
  const declared = member(spec, 'production');
  const production = typeof declared === 'boolean' ? declared : type === 'production';
  const position = order.indexOf(name);
  const stage: unknown = Array.isArray(stages) && position >= 0 ? stages[position] : undefined;
  const named = texts(member(stage, 'promotesFrom'));
  const before = position > 0 ? order[position - 1] : undefined;
  const promotesFrom = named.length > 0 ? named : before === undefined ? [] : [before];
  const title = text(at(document, 'metadata', 'title'));
  const url = text(member(spec, 'url'));
  return {
    name,
    ...(title !== undefined && { title }),
    type,
    production,
    order: position >= 0 ? position : order.length + index,
    ...(promotesFrom.length > 0 && { promotesFrom }),
    confirmation: production ? 'TypeName' : (text(member(spec, 'confirmation')) ?? 'None'),
    requireReason: production || member(spec, 'requireReason') === true,
    ...(url !== undefined && { url }),
  };
}

async function readManifests(folder: string): Promise<readonly unknown[]> {
  const files = await readdir(folder).catch(() => []);
  const documents: unknown[] = [];
  for (const file of files.filter((name) => /\.ya?ml$/.test(name)).sort()) {
    const source = await readFile(path.join(folder, file), 'utf8').catch(() => '');
    for (const document of parseAllDocuments(source)) {
      // A file with errors is the editor's business; it declares nothing here.
      if (document.errors.length === 0) documents.push(document.toJS({ maxAliasCount: 100 }));
    }
  }
  return documents;
}

function kindOf(document: unknown): string | undefined {
  return text(member(document, 'kind'));
}

function nameOf(document: unknown): string | undefined {
  return text(at(document, 'metadata', 'name'));
}
