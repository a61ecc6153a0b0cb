import type { CatalogKind } from '../liveNames.js';
import type { RepositoryPart } from './repositoryUrl.js';

/** Steps to a value from the root of what a form holds. */
export type FieldPath = readonly (string | number)[];

/** A JSON Schema of somebody else's: nothing in it is certain. */
export type FormSchema = Readonly<Record<string, unknown>>;

interface Common {
  readonly path: FieldPath;
  readonly title: string;
  readonly description?: string;
  readonly isRequired: boolean;
  /** What it holds until somebody changes it. */
  readonly initial?: unknown;
}

export interface TextField extends Common {
  readonly kind: 'text';
  readonly isLong: boolean;
  /** Masked, kept nowhere, and sent apart. */
  readonly isSecret: boolean;
  readonly example?: string;
  /** Names that the platform knows, to choose from. */
  readonly names?: CatalogKind;
}

/** Where a new repository is to stand, in the words of Backstage's RepoUrlPicker. Where names are given, it is one of them. */
export interface RepositoryField extends Common {
  readonly kind: 'repository';
  readonly hosts: readonly string[];
  readonly names: Readonly<Partial<Record<RepositoryPart, readonly string[]>>>;
}

export interface NumberField extends Common {
  readonly kind: 'number';
  readonly isWhole: boolean;
  readonly least?: number;
  readonly most?: number;
}

export interface FlagField extends Common {
  readonly kind: 'flag';
}

export interface Option {
  readonly label: string;
  readonly description?: string;
  readonly value: unknown;
}

/** One of few values; `choices` takes several of them. */
export interface ChoiceField extends Common {
  readonly kind: 'choice' | 'choices';
  readonly options: readonly Option[];
}

/** Items of one kind. */
export interface ListField extends Common {
  readonly kind: 'list';
  readonly item: (index: number) => Field;
}

/** Fields that belong together; which there are may depend on the values. */
export interface GroupField extends Common {
  readonly kind: 'group';
  readonly fields: (value: unknown) => readonly Field[];
}

/** Names that the person chooses, each with a value. */
export interface MapField extends Common {
  readonly kind: 'map';
  readonly entry: (key: string) => Field;
}

/** One of several forms. */
export interface UnionField extends Common {
  readonly kind: 'union';
  readonly branches: readonly { readonly label: string; readonly field: Field }[];
  /** The branch that a value looks like. */
  readonly branchOf: (value: unknown) => number;
}

/** Whatever else: written as JSON. */
export interface DataField extends Common {
  readonly kind: 'data';
}

/** What a person fills in for one place of a JSON Schema. */
export type Field =
  | TextField
  | RepositoryField
  | NumberField
  | FlagField
  | ChoiceField
  | ListField
  | GroupField
  | MapField
  | UnionField
  | DataField;
