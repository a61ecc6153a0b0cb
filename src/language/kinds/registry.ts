import { t } from '../../base/l10n.js';
import type { SchemaWarning } from '../schema/prepared.js';
import { prepareSchema } from '../schema/prepare.js';
import { customKind } from './customKind.js';
import type { KindDefinition } from './definitions/definition.js';
import type { Kind } from './kind.js';
import type { KindLookup } from './lookup.js';

/** Something that a schema file is told about: that it is not used, or a part of it. */
export interface SchemaNote extends SchemaWarning {
  readonly isRefused: boolean;
}

interface Source {
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly notes: readonly SchemaNote[];
  /** The definitions as text: the same ones need no second look. */
  readonly digest: string;
}

/** Where the kinds of the connected platform are filed. */
export const platformSource = 'platform:';

/** At most so many kinds are kept; with more, the later ones are not known. */
const mostKinds = 5000;

/**
 * The kinds that are not shipped, by where they come from: a file of the workspace or the platform. The platform's word
 * comes before that of files; between files, the first by URI.
 */
export class KindRegistry implements KindLookup {
  readonly #sources = new Map<string, Source>();
  #merged: ReadonlyMap<string, Kind> | undefined;
  #versions: ReadonlySet<string> | undefined;
  #generation = 0;

  /** Grows with every change: what was decided before may be decided otherwise now. */
  get generation(): number {
    return this.#generation;
  }

  get isEmpty(): boolean {
    return this.#sources.size === 0;
  }

  find(apiVersion: string, kind: string): Kind | undefined {
    return this.#all().get(keyOf(apiVersion, kind));
  }

  /** Whether any kind is of this `apiVersion`. */
  hasVersion(apiVersion: string): boolean {
    this.#versions ??= new Set(this.kinds().map((kind) => kind.apiVersion));
    return this.#versions.has(apiVersion);
  }

  kinds(): readonly Kind[] {
    return [...this.#all().values()];
  }

  /** What there is to say about a schema file. */
  notes(source: string): readonly SchemaNote[] {
    return this.#sources.get(source)?.notes ?? [];
  }

  /** Files the kinds of one source, in place of those it had; tells whether anything changed. */
  async set(source: string, definitions: readonly KindDefinition[]): Promise<boolean> {
    const before = this.#sources.get(source);
    if (definitions.length === 0) return this.#remove(source);
    const digest = JSON.stringify(definitions);
    if (before?.digest === digest) return false;
    const kinds = new Map<string, Kind>();
    const notes: SchemaNote[] = [];
    for (const definition of definitions.slice(0, mostKinds)) {
      const prepared = await prepareSchema(definition.schema, { dialect: definition.dialect });
      if (prepared.is === 'refused') {
        notes.push({
          pointer: prepared.pointer,
          message: refusal(definition, prepared.message),
          isRefused: true,
        });
        continue;
      }
      kinds.set(keyOf(definition.apiVersion, definition.kind), customKind(definition, prepared.schema));
      notes.push(...prepared.schema.warnings.map((warning) => ({ ...warning, isRefused: false })));
    }
    this.#sources.set(source, { kinds, notes, digest });
    this.#changed();
    return true;
  }

  #remove(source: string): boolean {
    const existed = this.#sources.delete(source);
    if (existed) this.#changed();
    return existed;
  }

  #changed(): void {
    this.#merged = undefined;
    this.#versions = undefined;
    this.#generation++;
  }

  #all(): ReadonlyMap<string, Kind> {
    if (this.#merged) return this.#merged;
    const merged = new Map<string, Kind>();
    const sources = [...this.#sources].sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
    for (const [, { kinds }] of sources) {
      for (const [key, kind] of kinds) if (!merged.has(key) && merged.size < mostKinds) merged.set(key, kind);
    }
    this.#merged = merged;
    return merged;
  }
}

function rank(source: string): number {
  return source === platformSource ? 0 : 1;
}

function keyOf(apiVersion: string, kind: string): string {
  return `${apiVersion} ${kind}`;
}

function refusal({ apiVersion, kind }: KindDefinition, message: string): string {
  return t('The schema of {0} is not used. {1}', `${apiVersion} ${kind}`, message);
}
