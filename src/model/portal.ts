import type { CallOptions, Page } from './call.js';
import type { FormStep } from './offer.js';
import type { FileChange } from './run.js';

/** An entity of a catalogue as people read it. */
export interface EntityText {
  /** YAML. */
  readonly text: string;
  /** URL of the file that brought it into the catalogue; absent where none did. */
  readonly origin?: string;
}

/** What a file brings into a catalogue. */
export interface Registration {
  /** References of the entities that the file holds. */
  readonly entities: readonly string[];
  /** Whether the catalogue did not read the file before. */
  readonly isNew: boolean;
}

/** The files that a catalogue is read from. Rejects with `PlatformError`. */
export interface CatalogFiles {
  entity(ref: string, options?: CallOptions): Promise<EntityText>;
  /** What registering a file would bring; nothing is changed. */
  plan(url: string, options?: CallOptions): Promise<Registration>;
  register(url: string, options?: CallOptions): Promise<Registration>;
  /** Has the file of an entity read again, soon. */
  refresh(ref: string, options?: CallOptions): Promise<void>;
  /** References of the entities that only a file brings, the first hundreds of them. */
  broughtBy(url: string, options?: CallOptions): Promise<readonly string[]>;
  /** Has the catalogue forget a file, and what it knows from there alone. */
  unregister(url: string, options?: CallOptions): Promise<void>;
  /** The first file of a repository as far as it can be told, by its URL where it has one. Rejects where it has one already. */
  first(
    repository: { readonly url?: string; readonly folder: string; readonly owner: string },
    options?: CallOptions,
  ): Promise<string>;
}

/** A template as it is being written. */
export interface TemplateDraft {
  /** The document as plain data. */
  readonly template: Readonly<Record<string, unknown>>;
  /** What lies beside it. */
  readonly files: readonly { readonly path: string; readonly base64Content: string }[];
}

export interface DraftResult {
  readonly files: readonly FileChange[];
  readonly output: Readonly<Record<string, unknown>>;
  /** What each step said. */
  readonly log: readonly { readonly step?: string; readonly message: string }[];
}

/** Templates that are tried before anybody can run them. */
export interface TemplateDrafts {
  /** The form that a draft asks for. */
  form(template: TemplateDraft['template']): readonly FormStep[];
  /** Runs it without effect. Rejects with `PlatformError`. */
  dryRun(
    draft: TemplateDraft,
    given: {
      readonly values: Readonly<Record<string, unknown>>;
      readonly secrets?: Readonly<Record<string, string>>;
    },
    options?: CallOptions,
  ): Promise<DraftResult>;
  /** Id of the step that a dry run fails at; `undefined` when it is none. Never rejects for the draft's own fault. */
  failingStep(
    draft: TemplateDraft,
    given: Parameters<TemplateDrafts['dryRun']>[1],
    options?: CallOptions,
  ): Promise<string | undefined>;
}

/** Something that a search found. */
export interface Found {
  readonly title: string;
  /** Where people read it. */
  readonly url: string;
  readonly text?: string;
  /** What it is, such as `component` or `documentation`. */
  readonly type: string;
}

export interface Search {
  find(text: string, options?: CallOptions & { readonly pageToken?: string }): Promise<Page<Found>>;
}

/** What a portal such as Backstage has besides: its catalogue is read from files, its templates can be tried, it is searched. */
export interface PortalParts {
  readonly catalogFiles?: CatalogFiles;
  readonly drafts?: TemplateDrafts;
  readonly search?: Search;
}
