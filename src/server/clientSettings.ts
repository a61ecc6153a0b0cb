import { Emitter } from '../base/events.js';
import { readSettings, standardSettings, type LanguageSettings } from '../language/settings.js';

/** The settings in force, as the client last gave them. */
export class ClientSettings {
  readonly #changed = new Emitter<undefined>();
  readonly onDidChange = this.#changed.event;
  #current: LanguageSettings = standardSettings;

  set(value: unknown): void {
    this.#current = readSettings(value);
    this.#changed.fire(undefined);
  }

  get hasInlayHints(): boolean {
    return Object.values(this.#current.inlayHints).some((isOn) => isOn);
  }

  /** The settings for a file. */
  readonly for = (_uri: string): LanguageSettings => this.#current;
}
