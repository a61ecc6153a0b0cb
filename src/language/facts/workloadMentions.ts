import { spanOf, type Span } from '../documents/lookup.js';
import { asMap, type YamlDocument } from '../documents/yamlDocument.js';
import type { ProtocolRange } from '../protocol.js';
import type { Mention } from './documentFacts.js';
import { namedPlaces } from './namedPlaces.js';
import { placeholderPlaces } from './placeholderPlaces.js';
import { portNamed, portNumberPaths } from './ports.js';
import type { WorkloadScope } from './workloadScope.js';

const nowhere: Span = { start: 0, end: 0 };

interface LocalContext {
  readonly document: YamlDocument;
  readonly workload: WorkloadScope;
  readonly rangeOf: (span: Span) => ProtocolRange;
}

/** Numbers of probes, target ports and routes that mean a port of the workload. */
export function portReferences({ document, workload, rangeOf }: LocalContext): Mention[] {
  const { scope, body, paths } = workload;
  return paths.flatMap((base) =>
    portNumberPaths.flatMap(({ path, is }) =>
      namedPlaces(document, [...base.map(String), ...path], 'value').flatMap(({ scalar, via }) => {
        const name = typeof scalar.value === 'number' ? portNamed(body, scalar.value, is) : undefined;
        if (name === undefined) return [];
        const range = rangeOf(spanOf(via ?? scalar) ?? nowhere);
        return [{ subject: 'port', name, scope, role: 'reference', range, written: 'number' } as const];
      }),
    ),
  );
}

/** The placeholders of a workload: its resources, what is taken of them, and its own name. */
export function placeholderReferences(
  { document, workload, rangeOf }: LocalContext,
  namespace: string,
): Mention[] {
  const own = asMap(document.map?.['metadata'])?.['name'];
  const parts = workload.paths.flatMap((base) => ['containers', 'resources'].map((part) => [...base, part]));
  return parts
    .flatMap((path) => placeholderPlaces(document, path))
    .flatMap(({ root, name, span, output, inner }): Mention[] => {
      if (root === 'resources') {
        const { scope } = workload;
        const resource: Mention = {
          subject: 'workloadResource',
          name,
          scope,
          role: 'reference',
          range: rangeOf(span),
        };
        const type = asMap(asMap(workload.body['resources'])?.[name])?.['type'];
        if (!output || typeof type !== 'string') return [resource];
        const range = rangeOf(output.span);
        return [resource, { subject: 'output', name: output.name, scope: type, role: 'reference', range }];
      }
      if (name !== 'name' || typeof own !== 'string') return [];
      const range = rangeOf(inner);
      return [
        { subject: 'service', name: own, scope: namespace, role: 'reference', range, written: 'placeholder' },
      ];
    });
}
