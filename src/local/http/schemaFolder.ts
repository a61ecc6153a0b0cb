import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { SchemaInfo } from '../../model/platform.js';
import { at, isObject, member, text, type JsonObject } from '../manifest/json.js';

/** The JSON Schemas that are shipped, by the name of their file without its ending. */
export interface SchemaFolder {
  list(): Promise<readonly SchemaInfo[]>;
  read(id: string): Promise<JsonObject | undefined>;
}

const ending = /(?:\.schema)?\.json$/;

export function schemaFolder(folder: string): SchemaFolder {
  const files = async (): Promise<readonly string[]> => {
    const found = await readdir(folder).catch(() => []);
    return found.filter((file) => ending.test(file)).sort();
  };
  const load = async (file: string): Promise<JsonObject | undefined> => {
    try {
      const parsed: unknown = JSON.parse(await readFile(path.join(folder, file), 'utf8'));
      return isObject(parsed) ? parsed : undefined;
    } catch {
      return undefined;
    }
  };
  return {
    async list() {
      const infos: SchemaInfo[] = [];
      for (const file of await files()) {
        const schema = await load(file);
        if (schema) infos.push(describe(file.replace(ending, ''), schema));
      }
      return infos;
    },
    async read(id) {
      const file = (await files()).find((name) => name.replace(ending, '') === id);
      return file === undefined ? undefined : load(file);
    },
  };
}

function describe(id: string, schema: JsonObject): SchemaInfo & { readonly title?: string } {
  const title = text(member(schema, 'title'));
  const apiVersion = onlyValue(at(schema, 'properties', 'apiVersion'));
  const kind = onlyValue(at(schema, 'properties', 'kind'));
  return {
    id,
    ...(title !== undefined && { title }),
    ...(apiVersion !== undefined && { apiVersion }),
    ...(kind !== undefined && { kind }),
    url: `/v1/schemas/${encodeURIComponent(id)}`,
  };
}

function onlyValue(schema: unknown): string | undefined {
  const constant = text(member(schema, 'const'));
  const values = member(schema, 'enum');
  return constant ?? (Array.isArray(values) ? text(values[0]) : undefined);
}
