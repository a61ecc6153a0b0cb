import { folderOf } from '../language/documents/uris.js';
import type { FilePort } from '../language/ports.js';
import type { LanguageSettings } from '../language/settings.js';
import { canonicalUri } from './canonicalUri.js';
import { readConfig, type ConfigFile } from './configFile.js';
import { settingsFileName } from '../model/manifestDetector.js';

/**
 * The settings files of teams, each looked for once in a folder and those above it. What was looked for is known at
 * once afterwards, so that settings can be asked for without waiting.
 */
export class ConfigFiles {
  readonly #files: FilePort;
  readonly #found = new Map<string, ConfigFile | undefined>();
  readonly #looking = new Map<string, Promise<ConfigFile | undefined>>();
  readonly #merged = new WeakMap<ConfigFile, { client: LanguageSettings; merged: LanguageSettings }>();

  constructor(files: FilePort) {
    this.#files = files;
  }

  /** Looks for the settings of a file; afterwards they are known. Never rejects. */
  async load(uri: string): Promise<ConfigFile | undefined> {
    return uri.includes('://') ? this.#lookIn(folderOf(canonicalUri(uri))) : undefined;
  }

  /** The settings file that holds for a file, as far as it was loaded. */
  for(uri: string): ConfigFile | undefined {
    return this.#found.get(folderOf(canonicalUri(uri)));
  }

  /** What a client says, and under it what the team says: the client's word wins. */
  settingsFor(uri: string, client: LanguageSettings): LanguageSettings {
    const config = this.for(uri);
    if (!config) return client;
    const known = this.#merged.get(config);
    if (known?.client === client) return known.merged;
    const { settings } = config;
    const merged: LanguageSettings = {
      ...client,
      rules: { ...settings.rules, ...client.rules },
      schemas: [...client.schemas, ...settings.schemas],
      schemaFolders: [...client.schemaFolders, ...settings.schemaFolders],
    };
    this.#merged.set(config, { client, merged });
    return merged;
  }

  /** Forgets what was read: a settings file has changed. */
  clear(): void {
    this.#found.clear();
    this.#looking.clear();
  }

  #lookIn(folder: string): Promise<ConfigFile | undefined> {
    if (this.#found.has(folder)) return Promise.resolve(this.#found.get(folder));
    let looking = this.#looking.get(folder);
    if (!looking) {
      looking = this.#read(folder).then((config) => {
        if (this.#looking.get(folder) === looking) this.#found.set(folder, config);
        return config;
      });
      this.#looking.set(folder, looking);
    }
    return looking;
  }

  async #read(folder: string): Promise<ConfigFile | undefined> {
    const uri = `${folder}/${settingsFileName}`;
    const text = await this.#files.readText(uri).catch(() => undefined);
    const config = text === undefined ? undefined : readConfig(uri, text);
    if (config) return config;
    const above = folderOf(folder);
    return above.includes('://') ? this.#lookIn(above) : undefined;
  }
}
