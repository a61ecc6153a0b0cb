import { t } from '../../../base/l10n.js';
import type { DocumentFacts } from '../../facts/documentFacts.js';
import { valueSpan } from '../context.js';
import { finding, type DistantPlace } from '../finding.js';
import { at, items, specOf } from '../mapped.js';
import { ringThrough } from '../ring.js';
import type { Surroundings, SurroundingsRule } from '../ruleContext.js';
import { isSelf, liveEntries, namespaceOf, placeOf, plainRef, specIn } from './surroundings.js';

/** A service or component of the workspace, by its reference. */
type Graph = ReadonlyMap<string, DocumentFacts>;

/** Dependencies that lead back to the service, and those on what is deprecated. */
export const dependencies: SurroundingsRule = async (document, kind, around) => {
  const { dependsOn, lifecycle } = specOf(document);
  const name = at(document.map, 'metadata', 'name');
  const own = plainRef(name, 'component', namespaceOf(document.map));
  if (kind.name !== 'Service' || own === undefined || !around.workspace) return [];
  const written = items(dependsOn);
  const targets = written.map((ref) => plainRef(ref, 'component', namespaceOf(document.map)));
  if (targets.length === 0) return [];
  const graph = servicesOf(around);
  const edges = new Map([...graph].map(([ref, facts]) => [ref, targetsOf(facts)]));
  edges.set(
    own,
    targets.filter((ref) => ref !== undefined),
  );
  const deprecated =
    lifecycle === 'deprecated'
      ? new Map<string, readonly DistantPlace[]>()
      : await deprecatedRefs(graph, around);
  return targets.flatMap((target, index) => {
    if (target === undefined) return [];
    const span = valueSpan(document, ['spec', 'dependsOn', index]);
    const ring = ringThrough(edges, own, target);
    const cycle = ring
      ? [
          finding('service/dependency-cycle', span, cycleMessage(ring), {
            distant: ringPlaces(ring.slice(1), graph),
          }),
        ]
      : [];
    const distant = deprecated.get(target);
    if (!distant) return cycle;
    const message = t('“{0}” is deprecated. Move to what takes its place before it goes.', nameIn(target));
    return [
      ...cycle,
      finding('service/depends-on-deprecated', span, message, { distant, tags: ['deprecated'] }),
    ];
  });
};

function servicesOf(around: Surroundings): Graph {
  const graph = new Map<string, DocumentFacts>();
  for (const facts of around.workspace ?? []) {
    const isService = facts.kind === 'Service' && facts.apiVersion.startsWith('goldenpath.dev/');
    const isComponent = facts.kind === 'Component' && facts.apiVersion.startsWith('backstage.io/');
    const ref = plainRef(facts.name, 'component', namespaceOf(facts.value));
    if (ref === undefined || (!isService && !isComponent) || isSelf(facts, around)) continue;
    if (isService || !graph.has(ref)) graph.set(ref, facts);
  }
  return graph;
}

function targetsOf(facts: DocumentFacts): string[] {
  return items(specIn(facts)['dependsOn']).flatMap(
    (ref) => plainRef(ref, 'component', namespaceOf(facts.value)) ?? [],
  );
}

function ringPlaces(ring: readonly string[], graph: Graph): readonly DistantPlace[] {
  return ring.flatMap((ref) => {
    const facts = graph.get(ref);
    return facts ? placeOf(facts, t('“{0}” is part of the ring.', nameIn(ref))) : [];
  });
}

function cycleMessage(ring: readonly string[]): string {
  return t(
    'These services depend on each other in a ring: {0}. Take one dependency out.',
    [...ring, ring[0] ?? ''].map(nameIn).join(' → '),
  );
}

/** What is deprecated, with where that is said in the workspace. */
async function deprecatedRefs(
  graph: Graph,
  around: Surroundings,
): Promise<Map<string, readonly DistantPlace[]>> {
  const found = new Map<string, readonly DistantPlace[]>();
  for (const [ref, facts] of graph) {
    if (specIn(facts)['lifecycle'] === 'deprecated') found.set(ref, placeOf(facts, t('Deprecated here')));
  }
  for (const { name, facts } of (await liveEntries(around, 'service')) ?? []) {
    const ref = plainRef(name, 'component');
    if (ref !== undefined && facts?.['lifecycle'] === 'deprecated' && !graph.has(ref)) found.set(ref, []);
  }
  return found;
}

/** The name in a whole reference; the reference where the namespace matters. */
function nameIn(ref: string): string {
  return ref.replace(/^component:(?:default\/)?/, '');
}
