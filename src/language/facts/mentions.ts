import type { Scalar } from 'yaml';
import { spanOf, type Span } from '../documents/lookup.js';
import { asMap, type YamlDocument } from '../documents/yamlDocument.js';
import type { ProtocolRange } from '../protocol.js';
import { isLocal, type Mention } from './documentFacts.js';
import { parseEntityRef, subjectOfEntity } from './entityRef.js';
import { mentionRules, type MentionRule } from './mentionRules.js';
import { namedPlaces, type NamedPlace } from './namedPlaces.js';
import { placeholderReferences, portReferences } from './workloadMentions.js';
import { workloadAt } from './workloadScope.js';

/** Where the document stands, as far as its names depend on it. */
export interface MentionContext {
  readonly uri: string;
  /** How many documents of the same group stand above it in the file. */
  readonly ordinal: number;
  readonly rangeOf: (span: Span) => ProtocolRange;
}

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
  const workload = workloadAt(value, apiVersion, kind, context);
  const scope = workload?.scope ?? '';
  const type = text(asMap(value['spec'])?.['type']) ?? '';
  const found = rules.flatMap((rule) =>
    namedPlaces(document, rule.path, rule.at).flatMap(
      (place) => mention(document, rule, place, { namespace, scope, type, rangeOf: context.rangeOf }) ?? [],
    ),
  );
  if (!workload) return found;
  const local = { document, workload, rangeOf: context.rangeOf };
  return [...found, ...portReferences(local), ...placeholderReferences(local, namespace)];
}

interface NameContext {
  readonly namespace: string;
  readonly scope: string;
  /** `spec.type`. */
  readonly type: string;
  readonly rangeOf: MentionContext['rangeOf'];
}

function mention(
  document: YamlDocument,
  rule: MentionRule,
  { scalar, via }: NamedPlace,
  context: NameContext,
): Mention | undefined {
  const { names, role } = rule;
  const { namespace, rangeOf } = context;
  const given = rule.at === 'key' ? keyText(scalar) : text(scalar.value);
  if (given === undefined || given === '') return undefined;
  const placed = (start: number, length: number): Pick<Mention, 'range' | 'written' | 'origin'> => {
    const own = rangeOf(nameSpan(document, scalar, start, length));
    return via ? { range: rangeOf(spanOf(via) ?? nowhere), written: 'alias', origin: own } : { range: own };
  };
  if (typeof names === 'string') {
    return { subject: names, name: given, scope: scopeOf(names, context), role, ...placed(0, given.length) };
  }
  if (role === 'definition') {
    return { ...subjectOfEntity(names.entity, namespace), name: given, role, ...placed(0, given.length) };
  }
  const ref = parseEntityRef(given, { kind: names.entity, namespace });
  if (!ref) return undefined;
  const is = subjectOfEntity(ref.kind, ref.namespace);
  const whole = ref.nameAt > 0 && !via ? { whole: placed(0, given.length).range } : {};
  return { ...is, name: ref.name, role, ...placed(ref.nameAt, ref.name.length), ...whole };
}

function scopeOf(subject: Mention['subject'], { namespace, scope, type }: NameContext): string {
  if (isLocal(subject)) return scope;
  if (subject === 'output') return type;
  return subject === 'service' || subject === 'resource' || subject === 'template' ? namespace : '';
}

const nowhere: Span = { start: 0, end: 0 };

/** A part of a scalar's value in the text; all of the scalar where escapes or folding keep it from being found. */
function nameSpan(document: YamlDocument, scalar: Scalar, at: number, length: number): Span {
  const whole = spanOf(scalar) ?? nowhere;
  const value = String(scalar.value);
  const quote = scalar.type === 'QUOTE_DOUBLE' || scalar.type === 'QUOTE_SINGLE' ? 1 : 0;
  const start = whole.start + quote;
  const isVerbatim = document.text.startsWith(value, start) && start + value.length + quote === whole.end;
  return isVerbatim ? { start: start + at, end: start + at + length } : whole;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A key is a name whatever its type: a container may be called `1`. */
function keyText({ value, source }: Scalar): string | undefined {
  return text(value) ?? (typeof value === 'number' || typeof value === 'boolean' ? source : undefined);
}
