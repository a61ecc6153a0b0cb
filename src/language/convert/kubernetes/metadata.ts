import { t } from '../../../base/l10n.js';
import { serviceName } from './names.js';
import type { KubernetesObject } from './objects.js';
import type { Reader } from '../reader.js';

const entityRef = /^([a-zA-Z][a-zA-Z0-9]*:)?([A-Za-z0-9][A-Za-z0-9._-]*\/)?[A-Za-z0-9][A-Za-z0-9._@-]*$/;
const tiers = ['critical', 'high', 'medium', 'low'];
/** As the schema has it. */
const longestDescription = 1050;
/** Written by tools into the live object, never by people. */
const machineMade =
  /^(kubectl\.kubernetes\.io\/last-applied-configuration|deployment\.kubernetes\.io\/revision|(autoscaling|batch)\.alpha\.kubernetes\.io\/.*)$/;
const ownership =
  /^(meta\.helm\.sh\/.*|argocd\.argoproj\.io\/.*|kustomize\.toolkit\.fluxcd\.io\/.*|helm\.toolkit\.fluxcd\.io\/.*)$/;

/** What the words of a Service are called in labels and annotations, the most telling first. */
const facts = {
  owner: ['goldenpath.dev/owner', 'backstage.io/owner', 'app.kubernetes.io/owner', 'owner', 'team'],
  system: ['goldenpath.dev/system', 'app.kubernetes.io/part-of'],
  lifecycle: ['goldenpath.dev/lifecycle', 'backstage.io/lifecycle', 'lifecycle'],
  tier: ['goldenpath.dev/tier', 'tier'],
} as const;

/** Those that a Service rendered again has under the same keys. */
const canonical: ReadonlySet<string> = new Set(
  Object.values(facts).map(([key]) => (key === 'goldenpath.dev/system' ? 'app.kubernetes.io/part-of' : key)),
);

type Fact = keyof typeof facts;

const fits: Readonly<Record<Fact, (value: string) => boolean>> = {
  owner: (value) => entityRef.test(value) && value !== 'unknown',
  system: (value) => entityRef.test(value),
  lifecycle: (value) => value !== '',
  tier: (value) => tiers.includes(value),
};

/** Labels that say the name again, or that the platform sets when it deploys. */
const naming = ['app', 'k8s-app', 'app.kubernetes.io/name', 'app.kubernetes.io/instance'];
const deploying = [
  'app.kubernetes.io/version',
  'app.kubernetes.io/managed-by',
  'helm.sh/chart',
  'pod-template-hash',
];

export interface ServiceHead {
  readonly metadata: { readonly name: string } & Readonly<Record<string, unknown>>;
  readonly facts: Readonly<Partial<Record<Fact, string>>>;
}

/** Name, labels and annotations of a workload; those that mean a word of a Service become that word. */
export function headOf({ name: given, reader }: KubernetesObject): ServiceHead {
  const metadata = reader.map('metadata');
  metadata.take(
    'name',
    'creationTimestamp',
    'generation',
    'managedFields',
    'resourceVersion',
    'uid',
    'selfLink',
  );
  const name = serviceName(given, 'service');
  if (name !== given) {
    metadata.drop(
      'name',
      t('The name “{0}” is not one that a Service may have; it became {1}.', given, name),
    );
  }
  metadata.drop(
    'namespace',
    t('The namespace belongs to the environment, not to the Service.'),
    'information',
  );
  const labels = metadata.map('labels').entries();
  const annotations = metadata.map('annotations').entries();
  const found = findFacts([...labels, ...annotations]);
  const used = new Set(Object.values(found).map(({ key }) => key));
  for (const [key, entry] of [...labels, ...annotations]) {
    if (used.has(key) && !canonical.has(key)) {
      entry.note(t('It became a word of the Service.'), 'information');
    }
  }
  const keptLabels = texts(
    labels.filter(([key, value]) => !used.has(key) && keepsLabel(key, value, name, given)),
  );
  const keptAnnotations = texts(
    annotations.filter(([key, value]) => !used.has(key) && keepsAnnotation(key, value)),
  );
  const { 'kubernetes.io/description': description, ...others } = keptAnnotations;
  if (description !== undefined && description.length > longestDescription) {
    annotations
      .find(([key]) => key === 'kubernetes.io/description')?.[1]
      .note(t('A description has at most {0} characters; the rest is left out.', longestDescription));
  }
  return {
    metadata: {
      name,
      ...(description !== undefined && { description: description.slice(0, longestDescription) }),
      ...(Object.keys(keptLabels).length > 0 && { labels: keptLabels }),
      ...(Object.keys(others).length > 0 && { annotations: others }),
    },
    facts: Object.fromEntries(Object.entries(found).map(([fact, { value }]) => [fact, value])),
  };
}

function findFacts(
  entries: readonly [string, Reader][],
): Partial<Record<Fact, { key: string; value: string }>> {
  const found: Partial<Record<Fact, { key: string; value: string }>> = {};
  for (const fact of Object.keys(facts) as Fact[]) {
    for (const key of facts[fact]) {
      const value = entries.find(([name]) => name === key)?.[1].value;
      if (typeof value !== 'string' || !fits[fact](value)) continue;
      found[fact] = { key, value };
      break;
    }
  }
  return found;
}

/** Whether a label of instances says nothing that the Service does not say. */
export function isUsualLabel(key: string): boolean {
  return naming.includes(key) || deploying.includes(key);
}

function keepsLabel(key: string, entry: Reader, name: string, given: string): boolean {
  const saysName = naming.includes(key) && (entry.value === name || entry.value === given);
  if (!saysName && !deploying.includes(key)) return true;
  if (!saysName || key !== 'app.kubernetes.io/name') tellUsualLabel(entry);
  return false;
}

/** Of a label that the Service does not need. */
export function tellUsualLabel(label: Reader): void {
  label.note(
    t('It says the name again, or is set by what deploys: a Service does not say it.'),
    'information',
  );
}

function keepsAnnotation(key: string, reader: Reader): boolean {
  if (machineMade.test(key)) return false;
  if (!ownership.test(key)) return true;
  reader.note(t('It names the tool that deploys the object; a platform deploys a Service.'), 'information');
  return false;
}

function texts(entries: readonly [string, Reader][]): Record<string, string> {
  return Object.fromEntries(
    entries.flatMap(([key, reader]) => {
      if (typeof reader.value === 'string') return [[key, reader.value]];
      reader.note(t('The value is not text; it is left out.'));
      return [];
    }),
  );
}
