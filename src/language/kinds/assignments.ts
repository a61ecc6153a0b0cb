import { globMatcher } from '../../base/glob.js';
import { t } from '../../base/l10n.js';
import { folderOf } from '../documents/uris.js';
import { parseYaml } from '../documents/yamlDocument.js';
import { tooDeepAt } from '../documents/depth.js';
import { limits } from '../documents/limits.js';
import type { FilePort } from '../ports.js';
import { prepareSchema } from '../schema/prepare.js';
import { isMap } from '../schema/values.js';
import type { LanguageSettings, SchemaMapping } from '../settings.js';
import { customKind } from './customKind.js';
import { parseJson } from './definitions/readDefinitions.js';
import type { Kind } from './kind.js';
import type { MappedKind } from './lookup.js';
import { platformKinds, scaffolderTemplate, scoreWorkload } from './kinds.js';
import { modelineOf, type Modeline } from './modeline.js';

/** What a schema file that somebody names came to. */
type Loaded = { readonly is: 'kind'; readonly kind: Kind } | { readonly is: 'not'; readonly message: string };

/** What is said about the comment that names a schema. Offsets in the file. */
export interface ModelineNote {
  readonly start: number;
  readonly end: number;
  readonly message: string;
  /** Whether it names a file: that is meant for whoever reads files, whosever the document is. */
  readonly namesFile: boolean;
}

const nothingMapped: readonly MappedKind[] = [];

/** The schemas that a setting or a comment gives to files. Schema files are read once, until they change. */
export class SchemaAssignments {
  readonly #files: FilePort;
  readonly #roots: () => readonly string[];
  readonly #loaded = new Map<string, Loaded>();
  readonly #loading = new Map<string, Promise<void>>();
  /** What was read of settings, to give the same answer to the same question. */
  readonly #mapped = new WeakMap<readonly SchemaMapping[], Map<string, readonly MappedKind[]>>();
  #generation = 0;

  constructor(files: FilePort, roots: () => readonly string[]) {
    this.#files = files;
    this.#roots = roots;
  }

  get generation(): number {
    return this.#generation;
  }

  /** Reads what a file needs; tells whether that is new. */
  async prepare(uri: string, text: string, settings: LanguageSettings): Promise<boolean> {
    const wanted = this.#named(uri, text, settings).filter((schema) => !this.#loaded.has(schema));
    await Promise.all(wanted.map((schema) => this.#load(schema)));
    return wanted.length > 0;
  }

  /** The kind that every document of a file is given, as far as its schema was read. A comment comes before a setting. */
  assigned(uri: string, text: string, settings: LanguageSettings): Kind | undefined {
    const mapped = settings.schemas.filter((mapping) => !isOfDocuments(mapping) && this.#fits(mapping, uri));
    for (const schema of [...this.#ownSchema(uri, text), ...this.#settingUris(mapped)]) {
      const kind = this.#kindOf(schema);
      if (kind) return kind;
    }
    return undefined;
  }

  /** The kinds that the settings give to documents by what they say, as far as their schemas were read. */
  mapped(uri: string, { schemas }: LanguageSettings): readonly MappedKind[] {
    const fitting = schemas.filter((mapping) => isOfDocuments(mapping) && this.#fits(mapping, uri));
    if (fitting.length === 0) return nothingMapped;
    const key = `${this.#generation} ${fitting.map((mapping) => schemas.indexOf(mapping)).join()}`;
    const known = this.#mapped.get(schemas) ?? new Map<string, readonly MappedKind[]>();
    this.#mapped.set(schemas, known);
    let kinds = known.get(key);
    if (!kinds) {
      kinds = fitting.flatMap((mapping) => {
        const [schema] = this.#settingUris([mapping]);
        const kind = schema === undefined ? undefined : this.#kindOf(schema);
        return kind ? [{ apiVersion: mapping.apiVersion, kind: mapping.kind, is: kind }] : [];
      });
      known.clear();
      known.set(key, kinds);
    }
    return kinds;
  }

  /** What is wrong with the comment that names a schema. */
  note(uri: string, text: string): ModelineNote | undefined {
    const modeline = modelineOf(text);
    if (!modeline) return undefined;
    const { start, end } = modeline;
    const schema = this.#modelineUri(modeline, uri);
    if (schema === undefined) {
      const message = t(
        'This schema is not fetched: nothing that a document names is. Name a file in the workspace.',
      );
      return { start, end, message, namesFile: false };
    }
    const loaded = this.#loaded.get(schema);
    return loaded?.is === 'not' ? { start, end, message: loaded.message, namesFile: true } : undefined;
  }

  /** A schema file changed; tells whether anyone uses it. */
  forget(schema: string): boolean {
    const wasUsed = this.#loaded.delete(schema);
    if (wasUsed) this.#generation++;
    return wasUsed;
  }

  /** URIs of the schemas that a file is given. */
  #named(uri: string, text: string, { schemas }: LanguageSettings): readonly string[] {
    const mapped = schemas.filter((mapping) => this.#fits(mapping, uri));
    return [...this.#ownSchema(uri, text), ...this.#settingUris(mapped)];
  }

  #ownSchema(uri: string, text: string): readonly string[] {
    const modeline = modelineOf(text);
    const own = modeline && this.#modelineUri(modeline, uri);
    return own === undefined ? [] : [own];
  }

  #settingUris(mappings: readonly SchemaMapping[]): readonly string[] {
    return mappings.flatMap(({ schema }) => this.#settingUri(schema) ?? []);
  }

  #kindOf(schema: string): Kind | undefined {
    const loaded = this.#loaded.get(schema);
    return loaded?.is === 'kind' ? loaded.kind : undefined;
  }

  /** Whether a mapping is about a file, or about documents that may be in it. */
  #fits(mapping: SchemaMapping, uri: string): boolean {
    const { files } = mapping;
    if (!files) return isOfDocuments(mapping);
    const path = this.#pathOf(uri);
    return files.some((glob) => globMatcher(glob)(path) || globMatcher(glob)(decoded(uri)));
  }

  /** The path of a file below the workspace folder that it is in; whole when it is in none. */
  #pathOf(uri: string): string {
    const root = this.#roots()
      .map((folder) => folder.replace(/\/$/, ''))
      .find((folder) => uri.startsWith(`${folder}/`));
    return decoded(root === undefined ? uri : uri.slice(root.length + 1));
  }

  /** A path in the settings counts from the workspace folder. */
  #settingUri(schema: string): string | undefined {
    if (/^[a-z][a-z0-9+.-]+:/i.test(schema)) return isRemote(schema) ? undefined : schema;
    const [root] = this.#roots();
    if (schema.startsWith('/')) return `file://${encodeURI(schema)}`;
    return root === undefined ? undefined : joined(root, schema);
  }

  #modelineUri({ schema }: Modeline, uri: string): string | undefined {
    if (shippedSchema(schema)) return schema;
    if (/^file:/i.test(schema)) return schema;
    if (/^[a-z][a-z0-9+.-]+:/i.test(schema)) return undefined;
    return schema.startsWith('/') ? `file://${encodeURI(schema)}` : joined(folderOf(uri), schema);
  }

  #load(schema: string): Promise<void> {
    let loading = this.#loading.get(schema);
    if (!loading) {
      loading = this.#read(schema).then((loaded) => {
        this.#loaded.set(schema, loaded);
        this.#loading.delete(schema);
        this.#generation++;
      });
      this.#loading.set(schema, loading);
    }
    return loading;
  }

  async #read(schema: string): Promise<Loaded> {
    const shipped = shippedSchema(schema);
    if (shipped) return { is: 'kind', kind: shipped };
    const text = await this.#files.readText(schema).catch(() => undefined);
    if (text === undefined) {
      return { is: 'not', message: t('There is no schema “{0}”. Correct the path.', decoded(schema)) };
    }
    const source = readSchema(schema, text);
    const prepared = await prepareSchema(source);
    if (prepared.is === 'refused') return { is: 'not', message: prepared.message };
    const kind = customKind({ apiVersion: '', kind: titleOf(source) ?? fileName(schema) }, prepared.schema);
    return { is: 'kind', kind };
  }
}

function isOfDocuments({ apiVersion, kind }: SchemaMapping): boolean {
  return apiVersion !== undefined || kind !== undefined;
}

function readSchema(uri: string, text: string): unknown {
  if (/\.json$/i.test(uri)) return parseJson(text);
  if (text.length > limits.fullService || tooDeepAt(text) !== undefined) return undefined;
  return parseYaml(text)?.[0]?.value;
}

/** `golden-path://schema/Service`: a schema that comes with the product. */
function shippedSchema(schema: string): Kind | undefined {
  const name = /^golden-path:\/\/schema\/([\w%-]+)$/.exec(schema)?.[1];
  return [...platformKinds, scoreWorkload, scaffolderTemplate].find(
    (kind) => kind.name.replaceAll(' ', '-').toLowerCase() === name?.toLowerCase(),
  );
}

function isRemote(uri: string): boolean {
  return /^https?:/i.test(uri);
}

/** A relative path below or beside a folder. */
function joined(folder: string, path: string): string {
  const parts = folder.replace(/\/$/, '').split('/');
  for (const part of path.split(/[\\/]/)) {
    if (part === '..') {
      if (parts.length > 3) parts.pop();
    } else if (part !== '.' && part !== '') parts.push(encodeURIComponent(part));
  }
  return parts.join('/');
}

function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}

function fileName(uri: string): string {
  return decoded(uri.slice(uri.lastIndexOf('/') + 1));
}

function titleOf(schema: unknown): string | undefined {
  const title = isMap(schema) ? schema['title'] : undefined;
  return typeof title === 'string' && title !== '' ? title : undefined;
}
