import { asMap } from '../../documents/yamlDocument.js';
import type { DocumentFacts } from '../../facts/documentFacts.js';
import { parseEntityRef } from '../../facts/entityRef.js';
import type { CatalogEntry, CatalogKind } from '../../ports.js';
import type { DistantPlace } from '../finding.js';
import type { Surroundings } from '../ruleContext.js';

/** More names than this are not a list that anything can be said about. */
const most = 1000;

/** All that the platform knows of a kind; `undefined` unless it can be reached and told everything. */
export async function liveEntries(
  { ports }: Surroundings,
  kind: CatalogKind,
): Promise<readonly CatalogEntry[] | undefined> {
  const answer = await ports.catalog?.query({ kind, limit: most });
  return answer?.isComplete === true && answer.isLive ? answer.entries : undefined;
}

/** Whether some platform is asked for names, so that the workspace's own are not all there are. */
export function hasPlatform({ ports }: Surroundings, kind: CatalogKind): Promise<boolean> {
  return Promise.resolve(ports.catalog?.query({ kind, limit: most })).then((answer) => answer !== undefined);
}

/** The documents of our group and of a kind in the workspace. */
export function ofKind({ workspace = [] }: Surroundings, kind: string): readonly DocumentFacts[] {
  return workspace.filter((facts) => facts.kind === kind && facts.apiVersion.startsWith('goldenpath.dev/'));
}

/** The `spec` of a document of the workspace. */
export function specIn({ value }: DocumentFacts): Readonly<Record<string, unknown>> {
  return asMap(value['spec']) ?? {};
}

/** Whether facts are those of the document that a rule looks at. */
export function isSelf(facts: Pick<DocumentFacts, 'uri' | 'index'>, { uri, index }: Surroundings): boolean {
  return facts.index === index && isSameFile(facts.uri, uri);
}

export function isSameFile(one: string, other: string): boolean {
  return plainUri(one) === plainUri(other);
}

/** URIs of the folders of the workspace. */
export function rootsOf({ ports }: Surroundings): readonly string[] {
  return ports.workspace?.roots ?? ports.roots?.() ?? [];
}

/** Two spellings of one URI in one way: hosts differ in what they escape. */
function plainUri(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}

/** Where a document stands, for a finding in another one. */
export function placeOf({ uri, nameRange }: DocumentFacts, message: string): DistantPlace[] {
  const start = { line: 0, character: 0 };
  return [{ uri, range: nameRange ?? { start, end: start }, message }];
}

/** A reference with its defaults, in one spelling. */
export function plainRef(text: unknown, kind: string, namespace = 'default'): string | undefined {
  const ref = typeof text === 'string' ? parseEntityRef(text, { kind, namespace }) : undefined;
  return ref && `${ref.kind}:${ref.namespace}/${ref.name.toLowerCase()}`;
}

/** The namespace of a document. */
export function namespaceOf(value: Readonly<Record<string, unknown>> | undefined): string {
  const namespace = asMap(value?.['metadata'])?.['namespace'];
  return typeof namespace === 'string' ? namespace.toLowerCase() : 'default';
}
