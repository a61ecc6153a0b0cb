import { t } from '../../../base/l10n.js';
import { asMap } from '../../documents/yamlDocument.js';
import { kindAnnotation, selectorAnnotation } from '../annotations.js';
import type { Reader } from '../reader.js';
import type { ObjectMetadata } from './rendered.js';

type Texts = Readonly<Record<string, string>>;

/** What all objects of a Service share. */
export interface Head {
  readonly name: string;
  readonly labels: Texts;
  /** Of the workload alone. */
  readonly annotations: Texts;
  /** What tells the instances from those of other services. */
  readonly selector: Texts;
  /** What the workload is in Kubernetes, where the Service says so itself. */
  readonly isStateful: boolean;
  /** The metadata of an object of that name. */
  named(name: string): ObjectMetadata;
}

const labelKey = /^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;
export const labelValue = /^([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$/;

/** Name, labels and annotations; owner, system, lifecycle and tier are among them under keys of their own. */
export function headOf(service: Reader, namespace: string | undefined): Head {
  const metadata = service.map('metadata');
  const spec = service.map('spec');
  const name = metadata.text('name') ?? 'service';
  const annotations = new Map(textsOf(metadata.map('annotations'), isAnnotation));
  const labels = new Map<string, string>([
    ['app.kubernetes.io/name', name],
    ['app.kubernetes.io/instance', name],
    ['app.kubernetes.io/managed-by', 'golden-path'],
    ...textsOf(metadata.map('labels'), isLabel),
  ]);
  const description = metadata.text('description');
  if (description !== undefined) annotations.set('kubernetes.io/description', description);
  for (const [key, fact] of [
    ['app.kubernetes.io/part-of', 'system'],
    ['goldenpath.dev/owner', 'owner'],
    ['goldenpath.dev/lifecycle', 'lifecycle'],
    ['goldenpath.dev/tier', 'tier'],
  ] as const) {
    const value = spec.text(fact);
    if (value === undefined) continue;
    // A reference with a kind or a namespace is no value of a label.
    if (labelValue.test(value)) labels.set(key, value);
    else annotations.set(key.replace('app.kubernetes.io/part-of', 'goldenpath.dev/system'), value);
  }
  const selector = selectorOf(annotations.get(selectorAnnotation)) ?? { 'app.kubernetes.io/name': name };
  const isStateful = annotations.get(kindAnnotation) === 'StatefulSet';
  for (const key of [selectorAnnotation, kindAnnotation]) annotations.delete(key);
  const allLabels = sorted(labels);
  return {
    name,
    labels: allLabels,
    annotations: sorted(annotations),
    selector,
    isStateful,
    named: (object) => ({ name: object, ...(namespace !== undefined && { namespace }), labels: allLabels }),
  };
}

function textsOf(reader: Reader, fits: (key: string, value: string) => boolean): [string, string][] {
  return reader.entries().flatMap(([key, entry]): [string, string][] => {
    if (typeof entry.value === 'string' && fits(key, entry.value)) return [[key, entry.value]];
    entry.note(t('Kubernetes does not allow this key or value here; it is left out.'));
    return [];
  });
}

function isLabel(key: string, value: string): boolean {
  return labelKey.test(key) && labelValue.test(value);
}

function isAnnotation(key: string): boolean {
  return labelKey.test(key);
}

/** `key=value,key=value`; nothing when it is not that. */
function selectorOf(text: string | undefined): Texts | undefined {
  const pairs = (text ?? '').split(',').map((pair) => pair.split('='));
  const isSelector = pairs.every(
    ([key = '', value, ...more]) => value !== undefined && more.length === 0 && isLabel(key, value),
  );
  return isSelector ? asTexts(Object.fromEntries(pairs)) : undefined;
}

function asTexts(value: unknown): Texts {
  return (asMap(value) ?? {}) as Texts;
}

function sorted(texts: ReadonlyMap<string, string>): Texts {
  return Object.fromEntries([...texts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
