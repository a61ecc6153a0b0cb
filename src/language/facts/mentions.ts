import type { Scalar } from 'yaml';
import type { Path, Span } from '../documents/lookup.js';
import { containedUri, plainUri } from '../documents/uris.js';
import { asMap, type YamlDocument } from '../documents/yamlDocument.js';
import type { ProtocolRange } from '../protocol.js';
import { isLocal, type Mention } from './documentFacts.js';
import { parseEntityRef, subjectOfEntity } from './entityRef.js';
import { mentionRules, type MentionRule } from './mentionRules.js';
import { namedPlaces, type NamedPlace } from './namedPlaces.js';
import { placeholderPlaces } from './placeholderPlaces.js';
import { portNamed, portNumberPaths } from './ports.js';

/** Where the document stands, as far as its names depend on it. */
export interface MentionContext {
  readonly uri: string;
  /** How many documents of the same group stand above it in the file. */
  readonly ordinal: number;
  readonly rangeOf: (span: Span) => ProtocolRange;
}

type Plain = Readonly<Record<string, unknown>>;

/** The names in a document of a kind that we know, in no particular order. */
export function mentionsOf(
  document: YamlDocument,
  apiVersion: string,
  kind: string,
  context: MentionContext,
): Mention[] {
  const value = document.map;
  const rules = mentionRules(apiVersion, kind);
  if (!value || !rules) return [];
  const namespace = text(asMap(value['metadata'])?.['namespace'])?.toLowerCase() ?? 'default';
  const workload = workloadOf(value, apiVersion, kind, context);
  const scope = workload?.scope ?? '';
  const found = rules.flatMap((rule) =>
    namedPlaces(document, rule.path, rule.at).flatMap(
      (place) => mention(document, rule, place, { namespace, scope, kind, rangeOf: context.rangeOf }) ?? [],
    ),
  );
  if (!workload) return found;
  const local = { document, workload, rangeOf: context.rangeOf };
  return [...found, ...portReferences(local), ...placeholderReferences(local, value, namespace)];
}

interface Workload {
  readonly scope: string;
  /** Paths of the Score bodies in the document: of the workload itself, then of its overrides. */
  readonly paths: readonly Path[];
  /** The workload itself, if it is written here. */
  readonly body: Plain;
}

/** A workload's names belong to the document that its Score body stands in: the Score file, if the Service names one. */
function workloadOf(
  value: Plain,
  apiVersion: string,
  kind: string,
  { uri, ordinal }: MentionContext,
): Workload | undefined {
  if (apiVersion.startsWith('score.dev/')) {
    return { scope: `${plainUri(uri)}#score${ordinal}`, paths: [[]], body: value };
  }
  if (kind !== 'Service' || !apiVersion.startsWith('goldenpath.dev/')) return undefined;
  const spec = asMap(value['spec']);
  const body = asMap(spec?.['workload']) ?? {};
  const file = text(body['scoreFile']);
  const scoreUri = file === undefined ? undefined : containedUri(uri, file);
  const overrides = Object.keys(asMap(spec?.['environments']) ?? {}).map((name) => [
    'spec',
    'environments',
    name,
    'overrides',
  ]);
  return {
    scope: scoreUri === undefined ? `${plainUri(uri)}#service${ordinal}` : `${plainUri(scoreUri)}#score0`,
    paths: [['spec', 'workload'], ...overrides],
    body,
  };
}

interface NameContext {
  readonly namespace: string;
  readonly scope: string;
  readonly kind: string;
  readonly rangeOf: MentionContext['rangeOf'];
}

function mention(
  document: YamlDocument,
  rule: MentionRule,
  { scalar, via }: NamedPlace,
  { namespace, scope, rangeOf }: NameContext,
): Mention | undefined {
  const { names, role } = rule;
  const given = rule.at === 'key' ? keyText(scalar) : text(scalar.value);
  if (given === undefined || given === '') return undefined;
  const placed = (start: number, length: number): Pick<Mention, 'range' | 'written' | 'origin'> => {
    const own = rangeOf(nameSpan(document, scalar, start, length));
    return via ? { range: rangeOf(spanOfNode(via)), written: 'alias', origin: own } : { range: own };
  };
  if (typeof names === 'string') {
    const known = isLocal(names) ? scope : isNamespaced(names) ? namespace : '';
    return { subject: names, name: given, scope: known, role, ...placed(0, given.length) };
  }
  if (role === 'definition') {
    return { ...subjectOfEntity(names.entity, namespace), name: given, role, ...placed(0, given.length) };
  }
  const ref = parseEntityRef(given, { kind: names.entity, namespace });
  if (!ref) return undefined;
  const is = subjectOfEntity(ref.kind, ref.namespace);
  return { ...is, name: ref.name, role, ...placed(ref.nameAt, ref.name.length) };
}

function isNamespaced(subject: Mention['subject']): boolean {
  return subject === 'service' || subject === 'resource' || subject === 'template';
}

/** A part of a scalar's value in the text; all of the scalar where escapes or folding keep it from being found. */
function nameSpan(document: YamlDocument, scalar: Scalar, at: number, length: number): Span {
  const whole = spanOfNode(scalar);
  const value = String(scalar.value);
  const quote = scalar.type === 'QUOTE_DOUBLE' || scalar.type === 'QUOTE_SINGLE' ? 1 : 0;
  const start = whole.start + quote;
  const isVerbatim = document.text.startsWith(value, start) && start + value.length + quote === whole.end;
  return isVerbatim ? { start: start + at, end: start + at + length } : whole;
}

function spanOfNode(node: { range?: [number, number, number] | null }): Span {
  return { start: node.range?.[0] ?? 0, end: node.range?.[1] ?? 0 };
}

interface LocalContext {
  readonly document: YamlDocument;
  readonly workload: Workload;
  readonly rangeOf: MentionContext['rangeOf'];
}

/** Numbers of probes, target ports and routes that mean a port of the workload. */
function portReferences({ document, workload, rangeOf }: LocalContext): Mention[] {
  const { scope, body, paths } = workload;
  return paths.flatMap((base) =>
    portNumberPaths.flatMap(({ path, is }) =>
      namedPlaces(document, [...base.map(String), ...path], 'value').flatMap(({ scalar, via }) => {
        const name = typeof scalar.value === 'number' ? portNamed(body, scalar.value, is) : undefined;
        if (name === undefined) return [];
        const range = rangeOf(spanOfNode(via ?? scalar));
        return [{ subject: 'port', name, scope, role: 'reference', range, written: 'number' } as const];
      }),
    ),
  );
}

function placeholderReferences(
  { document, workload, rangeOf }: LocalContext,
  value: Plain,
  namespace: string,
): Mention[] {
  const own = text(asMap(value['metadata'])?.['name']);
  const parts = workload.paths.flatMap((base) => ['containers', 'resources'].map((part) => [...base, part]));
  return parts
    .flatMap((path) => placeholderPlaces(document, path))
    .flatMap(({ root, name, span, inner }): Mention[] => {
      if (root === 'resources') {
        const { scope } = workload;
        return [{ subject: 'workloadResource', name, scope, role: 'reference', range: rangeOf(span) }];
      }
      if (name !== 'name' || own === undefined) return [];
      const range = rangeOf(inner);
      return [
        { subject: 'service', name: own, scope: namespace, role: 'reference', range, written: 'placeholder' },
      ];
    });
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A key is a name whatever its type: a container may be called `1`. */
function keyText({ value, source }: Scalar): string | undefined {
  return text(value) ?? (typeof value === 'number' || typeof value === 'boolean' ? source : undefined);
}
