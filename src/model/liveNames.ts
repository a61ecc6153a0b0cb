/** Lists of names that a platform keeps. */
export const catalogKinds = [
  'environment',
  'owner',
  'system',
  'service',
  'entity',
  'domain',
  'api',
  'tag',
  'lifecycle',
  /** What a step of a scaffolder template can run. */
  'action',
  'resourceType',
  'secretKey',
  'template',
  'pipeline',
  'scorecard',
  /** Of one service: its environments, with what runs there. */
  'serviceEnvironment',
  /** Of one service: who is on call now. */
  'onCall',
  /** Of one owner, by its full reference: who belongs to it. */
  'member',
] as const;

export type CatalogKind = (typeof catalogKinds)[number];

export interface CatalogQuery {
  readonly kind: CatalogKind;
  /** The service or owner that the names belong to, for the kinds that belong to one. */
  readonly of?: string;
  /** What the names begin with. */
  readonly prefix?: string;
  /** At most so many entries. */
  readonly limit: number;
}

export interface CatalogEntry {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  /** What else the platform tells: of a template its versions, of a resource type its params and outputs … */
  readonly facts?: Readonly<Record<string, unknown>>;
}

export interface CatalogAnswer {
  readonly entries: readonly CatalogEntry[];
  /** Whether these are all that there are: only then is a name that is not among them unknown. */
  readonly isComplete: boolean;
  /** When the platform said so, in ms since 1970. */
  readonly fetchedAt: number;
  /** Whether the platform can be reached now; if not, the answer is what it said then. */
  readonly isLive: boolean;
}

/** Live names. */
export interface CatalogPort {
  /** `undefined` when nobody can tell. Never rejects. */
  query(query: CatalogQuery): Promise<CatalogAnswer | undefined>;
}

/** Live names that are remembered. */
export interface LiveNames extends CatalogPort {
  /** What is known may have changed. */
  invalidate(): void;
}
