import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { LanguagePorts } from '../ports.js';
import { detectManifest } from '../../model/manifestDetector.js';
import { fileNameOf } from '../documents/uris.js';
import { standardSettings, type LanguageSettings } from '../settings.js';
import { SchemaAssignments, type ModelineNote } from './assignments.js';
import { servedKind } from './definitions/customResources.js';
import { readDefinitions } from './definitions/readDefinitions.js';
import type { KindDefinition } from './definitions/definition.js';
import { apiVersionsOf, headersOf } from './headers.js';
import { platformApiVersion, scoreApiVersion, teamSettings } from './kinds.js';
import { mappedKind, type DocumentKinds } from './lookup.js';
import { KindRegistry, platformSource, type SchemaNote } from './registry.js';
import { schemaFiles } from './schemaFolders.js';

/** Everything that decides the kinds of documents besides what is shipped: files, settings, comments, the platform. */
export class KindSources {
  readonly #ports: LanguagePorts;
  readonly #registry = new KindRegistry();
  readonly #assignments: SchemaAssignments;
  /** Folders of schemas that were read, and those being read. */
  readonly #folders = new Map<string, Promise<void>>();
  #served: Promise<void> | undefined;

  constructor(ports: LanguagePorts) {
    this.#ports = ports;
    this.#assignments = new SchemaAssignments(ports.files, () => ports.roots?.() ?? []);
  }

  /** Grows with every change: what was decided before may be decided otherwise now. */
  get generation(): number {
    return this.#registry.generation + this.#assignments.generation;
  }

  /** Whether a file has documents of kinds that are known from here, or defines such kinds badly. */
  covers(source: TextDocument): boolean {
    const { uri } = source;
    const text = source.getText();
    if (this.#registry.notes(uri).length > 0) return true;
    const settings = this.#settings(uri);
    if (this.#assignments.assigned(uri, text, settings)) return true;
    if (this.#assignments.note(uri, text)?.namesFile === true) return true;
    const mapped = this.#assignments.mapped(uri, settings);
    if (mapped.length > 0) {
      if (headersOf(text).some(({ apiVersion, kind }) => mappedKind(mapped, apiVersion, kind))) return true;
    }
    // A document whose kind is still to be typed is meant already.
    return !this.#registry.isEmpty && apiVersionsOf(text).some((one) => this.#registry.hasVersion(one));
  }

  /** What decides the kinds of a file's documents. What was parsed before `generation` grew is to be parsed again. */
  kindsFor(source: TextDocument): DocumentKinds {
    const text = source.getText();
    const settings = this.#settings(source.uri);
    const assigned =
      this.#assignments.assigned(source.uri, text, settings) ??
      (detectManifest(text, fileNameOf(source.uri)) === 'settings' ? teamSettings : undefined);
    return { lookup: this.#registry, assigned, mapped: this.#assignments.mapped(source.uri, settings) };
  }

  /** Reads what a file needs before anything is said about it; tells whether kinds changed by that. */
  async prepare(source: TextDocument): Promise<boolean> {
    const before = this.generation;
    const settings = this.#settings(source.uri);
    this.#served ??= this.#readServed();
    await Promise.all([
      this.#served,
      this.#assignments.prepare(source.uri, source.getText(), settings),
      ...settings.schemaFolders.map((folder) => this.#readFolder(folder)),
    ]);
    return this.generation !== before;
  }

  /** Takes in the kinds that a file defines; tells whether any changed. */
  async learn(uri: string, text: string): Promise<boolean> {
    const isUsed = this.#assignments.forget(uri);
    return (await this.#registry.set(uri, readDefinitions(uri, text))) || isUsed;
  }

  /** Whether a file is a schema in use, or may become one: a setting, a comment or a folder of schemas names it. */
  uses(uri: string): boolean {
    if (this.#assignments.uses(uri) || this.#registry.has(uri)) return true;
    return [...this.#folders.keys()].some((folder) => uri.startsWith(`${this.#folderUri(folder) ?? uri}/`));
  }

  /** Asks the platform again when next a file is looked at. */
  forgetServed(): void {
    this.#served = undefined;
  }

  notes(uri: string): readonly SchemaNote[] {
    return this.#registry.notes(uri);
  }

  modelineNote(source: TextDocument): ModelineNote | undefined {
    return this.#assignments.note(source.uri, source.getText());
  }

  #settings(uri: string): LanguageSettings {
    return this.#ports.settings?.(uri) ?? standardSettings;
  }

  async #readServed(): Promise<void> {
    const served = await this.#ports.schemas?.served();
    if (!served) return;
    const own = new Set([platformApiVersion, scoreApiVersion]);
    const definitions: KindDefinition[] = served
      .filter(({ apiVersion }) => !own.has(apiVersion))
      .map((one) => servedKind(one.apiVersion, one.kind, one.schema) ?? { ...one, dialect: 'json-schema' });
    await this.#registry.set(platformSource, definitions);
  }

  #readFolder(folder: string): Promise<void> {
    let reading = this.#folders.get(folder);
    if (!reading) {
      reading = this.#learnFolder(folder);
      this.#folders.set(folder, reading);
    }
    return reading;
  }

  async #learnFolder(folder: string): Promise<void> {
    const uri = this.#folderUri(folder);
    if (uri === undefined) return;
    for (const file of await schemaFiles(uri, this.#ports.files)) {
      const text = await this.#ports.files.readText(file).catch(() => undefined);
      if (text !== undefined) await this.learn(file, text);
    }
  }

  #folderUri(folder: string): string | undefined {
    const [root] = this.#ports.roots?.() ?? [];
    const uri = /^[a-z][a-z0-9+.-]+:/i.test(folder)
      ? folder
      : folder.startsWith('/')
        ? `file://${encodeURI(folder)}`
        : root && `${root.replace(/\/$/, '')}/${folder.split('/').map(encodeURIComponent).join('/')}`;
    return uri?.replace(/\/$/, '');
  }
}
