import type { TextDocument } from 'vscode-languageserver-textdocument';
import { Emitter } from '../base/events.js';
import { languageId, type LanguageService } from '../language/languageService.js';
import type { Neighbour } from '../language/protocol.js';

/** A comment by which the other server takes a schema of the document's own choice. */
const modeline = /^[ \t]*#[ \t]*yaml-language-server[ \t]*:.*\$schema[ \t]*=/m;

/** What another YAML server in the same editor does, as the client last said. */
export class NeighbourState {
  readonly #changed = new Emitter<undefined>();
  readonly onDidChange = this.#changed.event;
  #current: Neighbour;

  constructor(value: unknown) {
    this.#current = readNeighbour(value);
  }

  get current(): Neighbour {
    return this.#current;
  }

  set(value: unknown): void {
    this.#current = readNeighbour(value);
    this.#changed.fire(undefined);
  }
}

/** What is not understood counts as not provided. */
function readNeighbour(value: unknown): Neighbour {
  const given = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  return {
    syntax: given['syntax'] === true,
    outline: given['outline'] === true,
    formatting: given['formatting'] === true,
    modelines: given['modelines'] === true,
  };
}

/**
 * The service for open documents, without what another YAML server in the same editor does for them already. That one
 * sees only documents whose language is `yaml`, so ours have everything.
 */
export function besideNeighbour(
  service: LanguageService,
  isOpen: (document: TextDocument) => boolean,
  neighbour: NeighbourState,
): LanguageService {
  const left = (document: TextDocument): Neighbour =>
    document.languageId !== languageId && isOpen(document) ? neighbour.current : {};
  const isTheirSchema = (document: TextDocument): boolean =>
    left(document).modelines === true && modeline.test(document.getText());
  return {
    ...service,
    async diagnostics(document) {
      const { syntax } = left(document);
      const theirs = [...(syntax ? ['yaml/'] : []), ...(isTheirSchema(document) ? ['schema/'] : [])];
      const found = await service.diagnostics(document);
      return found.filter(({ code }) => !theirs.some((prefix) => String(code).startsWith(prefix)));
    },
    hover: (document, position) => (isTheirSchema(document) ? undefined : service.hover(document, position)),
    complete: (document, position, options) =>
      isTheirSchema(document) ? [] : service.complete(document, position, options),
    async format(document, query) {
      return left(document).formatting ? [] : service.format(document, query);
    },
    async formatOnType(document, position, typed, query) {
      return left(document).formatting ? [] : service.formatOnType(document, position, typed, query);
    },
    symbols: (document) => (left(document).outline ? [] : service.symbols(document)),
  };
}
