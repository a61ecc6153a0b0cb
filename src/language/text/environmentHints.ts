import { isMap, type Pair } from 'yaml';
import { t } from '../../base/l10n.js';
import { mergePatch } from '../../model/mergePatch.js';
import { lookup, pairOf } from '../documents/lookup.js';
import { keyOf } from '../documents/plainValue.js';
import { asMap, type YamlDocument } from '../documents/yamlDocument.js';
import type { Kind } from '../kinds/kind.js';
import { shown } from '../rules/values.js';
import { besideKey, type DocumentHint } from './documentHint.js';

type Plain = Readonly<Record<string, unknown>>;

/** How many overridden places a hint names before it only counts them. */
const mostNamed = 3;

/** Beside each environment of a Service: the replicas it comes to, and what its overrides change. */
export function environmentHints(document: YamlDocument, kind: Kind): DocumentHint[] {
  if (kind.name !== 'Service') return [];
  const node = lookup(document, ['spec', 'environments'])?.value;
  const spec = asMap(document.map?.['spec']);
  if (!isMap(node) || !spec) return [];
  const settings = asMap(spec['environments']) ?? {};
  return node.items.flatMap((pair) => {
    const name = keyOf(pair.key);
    if (name === undefined || !Object.hasOwn(settings, name)) return [];
    const own = asMap(settings[name]) ?? {};
    return [
      ...hintAt(document, pair, replicasHint(name, asMap(spec['scaling']), own)),
      ...overridesHint(document, pair, spec, name, own),
    ];
  });
}

type Words = Omit<DocumentHint, 'at'>;

function hintAt(document: YamlDocument, pair: Pair, words: Words | undefined): DocumentHint[] {
  const at = besideKey(pair, document.text);
  return at === undefined || !words ? [] : [{ at, ...words }];
}

function replicasHint(name: string, base: Plain | undefined, own: Plain): Words | undefined {
  if (own['deploy'] === 'Disabled') {
    return {
      label: t('not deployed'),
      tooltip: t('`environments.{0}.deploy` is `Disabled`: the service is never deployed there.', name),
    };
  }
  const scaling = asMap(own['scaling']);
  const merged = asMap(mergePatch(base ?? {}, scaling ?? {})) ?? {};
  const valueOf = (key: string): unknown => merged[key];
  const min = valueOf('minReplicas') ?? 1;
  const max = valueOf('maxReplicas') ?? min;
  // A range that no count fits has a finding of its own: there is nothing that it comes to.
  if (typeof min !== 'number' || typeof max !== 'number' || min > max) return undefined;
  const from = (key: string): string => {
    if (valueOf(key) === undefined) return t('the standard value');
    return scaling?.[key] === undefined
      ? `\`spec.scaling.${key}\``
      : `\`environments.${name}.scaling.${key}\``;
  };
  const hasMax = valueOf('maxReplicas') !== undefined;
  return {
    label: replicasWords(min, max),
    tooltip: [
      t('Instances that run in {0}:', `**${name}**`),
      '',
      `- minReplicas \`${min}\`: ${from('minReplicas')}`,
      `- maxReplicas \`${max}\`: ${hasMax ? from('maxReplicas') : t('the same as the minimum')}`,
    ].join('\n'),
  };
}

function replicasWords(min: number, max: number): string {
  if (min !== max) return t('{0}–{1} replicas', min, max);
  return min === 1 ? t('1 replica') : t('{0} replicas', min);
}

function overridesHint(
  document: YamlDocument,
  environment: Pair,
  spec: Plain,
  name: string,
  own: Plain,
): DocumentHint[] {
  const pair = isMap(environment.value) ? pairOf(environment.value, 'overrides') : undefined;
  const patch = asMap(own['overrides']);
  if (!pair || !patch) return [];
  const workload = asMap(spec['workload']) ?? {};
  const isInline = workload['scoreFile'] === undefined;
  const changes = leaves(patch, []).map((path) => {
    const before = valueAt(workload, path);
    const after = valueAt(mergePatch(workload, patch), path);
    return { place: path.join('.'), before: isInline ? before : undefined, after };
  });
  if (changes.length === 0) return [];
  const named = changes.map(({ place }) => place.split('.').at(-1) ?? place);
  const label =
    changes.length > mostNamed
      ? t('changes {0} values', changes.length)
      : t('changes {0}', [...new Set(named)].join(', '));
  const rows = changes
    .slice(0, 20)
    .map(({ place, before, after }) => `| \`${place}\` | ${cell(before)} | ${cell(after)} |`);
  const head = [
    t('What {0} changes in the workload:', `**${name}**`),
    '',
    `| ${t('place')} | ${t('before')} | ${t('in this environment')} |`,
    '|---|---|---|',
  ];
  return hintAt(document, pair, { label, tooltip: [...head, ...rows].join('\n') });
}

function cell(value: unknown): string {
  return value === undefined ? '–' : `\`${shown(value).replaceAll('|', '\\|')}\``;
}

/** The places that a merge patch names, down to what is no map. */
function leaves(patch: unknown, path: readonly string[]): (readonly string[])[] {
  const map = asMap(patch);
  if (!map) return [path];
  return Object.entries(map).flatMap(([key, value]) => leaves(value, [...path, key]));
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  let at = value;
  for (const part of path) {
    const map = asMap(at);
    at = map && Object.hasOwn(map, part) ? map[part] : undefined;
  }
  return at;
}
