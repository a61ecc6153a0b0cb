import type { DocumentFacts } from '../language/facts/documentFacts.js';
import type { WorkspaceService } from '../language/protocol.js';

/** What one manifest says. */
export interface ManifestEntry {
  readonly services: readonly WorkspaceService[];
  readonly documents: readonly DocumentFacts[];
}

/** What is known of one set of folders. New folders begin a new one, so that a build under way cannot mix into it. */
export interface Generation {
  readonly roots: readonly string[];
  /** What each manifest says, by its URI. */
  readonly manifests: Map<string, ManifestEntry>;
  /** The version of each open document that was read last. */
  readonly versions: Map<string, number>;
  readonly stop: AbortController;
  built: Promise<void> | undefined;
  /** Whether the walk has come to its end, and whether it has read every manifest. */
  isWalked: boolean;
  isComplete: boolean;
  facts: FlatFacts | undefined;
}

/** What all manifests say in one list, and where in it each begins. */
interface FlatFacts {
  readonly all: readonly DocumentFacts[];
  readonly starts: ReadonlyMap<string, number>;
}

export function generationOf(roots: readonly string[]): Generation {
  return {
    roots,
    manifests: new Map(),
    versions: new Map(),
    stop: new AbortController(),
    built: undefined,
    isWalked: false,
    isComplete: false,
    facts: undefined,
  };
}

/** What all manifests say. */
export function factsIn(generation: Generation): readonly DocumentFacts[] {
  if (generation.facts) return generation.facts.all;
  const all: DocumentFacts[] = [];
  const starts = new Map<string, number>();
  for (const [uri, { documents }] of generation.manifests) {
    starts.set(uri, all.length);
    all.push(...documents);
  }
  generation.facts = { all, starts };
  return all;
}

/** The list with one file's part replaced, so that an edit does not cost a walk over all; `undefined` if it grows. */
export function withFile(
  { facts, manifests }: Generation,
  uri: string,
  documents: readonly DocumentFacts[],
): FlatFacts | undefined {
  const start = facts?.starts.get(uri);
  if (!facts || start === undefined || manifests.get(uri)?.documents.length !== documents.length) {
    return undefined;
  }
  const all = facts.all.slice();
  documents.forEach((one, index) => (all[start + index] = one));
  return { all, starts: facts.starts };
}
