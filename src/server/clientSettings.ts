import { readSettings, standardSettings, type LanguageSettings } from '../language/settings.js';

/** The settings in force, as the client last gave them. */
export class ClientSettings {
  #current: LanguageSettings = standardSettings;

  set(value: unknown): void {
    this.#current = readSettings(value);
  }

  /** The settings for a file. */
  readonly for = (_uri: string): LanguageSettings => this.#current;
}
