import type { CatalogEntry } from '../../model/engine.js';
import { fitsLabels, readLabelSelector, type LabelDemand } from '../../model/labelSelector.js';
import { podTemplateOf, type KubeObject } from './objects.js';

const kubernetesId = 'backstage.io/kubernetes-id';

interface Bound {
  readonly service: string;
  readonly namespace: string | undefined;
  readonly cluster: string | undefined;
  readonly demands?: readonly LabelDemand[];
}

/** Where a workload runs, in the words that annotations use. */
export interface Whereabouts {
  readonly context: string;
  readonly clusterName: string;
}

/** Which service a workload belongs to: by the annotations of a catalogue's entries, else by its own labels. */
export class Binding {
  readonly #entries = new Map<string, CatalogEntry>();
  #byId = new Map<string, Bound[]>();
  #byName = new Map<string, Bound>();
  #bySelector: Bound[] = [];

  bind(entries: readonly CatalogEntry[]): void {
    for (const entry of entries) this.#entries.set(entry.service, entry);
    this.#byId = new Map();
    this.#byName = new Map();
    this.#bySelector = [];
    for (const entry of this.#entries.values()) this.#place(entry);
  }

  /** Whether a catalogue has the service. */
  has(service: string): boolean {
    return this.#entries.has(service);
  }

  serviceOf(object: KubeObject, where: Whereabouts): string {
    const labels = labelsOf(object);
    const { namespace } = object.metadata;
    const fits = (bound: Bound): boolean =>
      (bound.namespace === undefined || bound.namespace === namespace) &&
      (bound.cluster === undefined || [where.context, where.clusterName].includes(bound.cluster)) &&
      (!bound.demands || fitsLabels(bound.demands, labels));
    const own = ownName(object, labels);
    const bound =
      this.#byId.get(labels[kubernetesId] ?? '')?.find(fits) ??
      this.#bySelector.find(fits) ??
      this.#byName.get(own);
    return bound && fits(bound) ? bound.service : own;
  }

  #place({ service, annotations = {} }: CatalogEntry): void {
    const id = annotations[kubernetesId];
    const selector = annotations['backstage.io/kubernetes-label-selector'];
    const bound = {
      service,
      namespace: annotations['backstage.io/kubernetes-namespace'],
      cluster: annotations['backstage.io/kubernetes-cluster'],
    };
    // A selector counts before an id, as in Backstage; one that cannot be read selects nothing.
    if (selector !== undefined) {
      const demands = readable(selector);
      if (demands.length > 0) this.#bySelector.push({ ...bound, demands });
    } else if (id !== undefined) this.#byId.set(id, [...(this.#byId.get(id) ?? []), bound]);
    else this.#byName.set(service.slice(service.lastIndexOf('/') + 1), bound);
  }
}

/** Of the object and, as Backstage looks at both, of its pods. */
function labelsOf(object: KubeObject): Readonly<Record<string, string>> {
  return { ...podTemplateOf(object)?.metadata?.labels, ...object.metadata.labels };
}

/** In the order of OpenTelemetry: annotation, label `instance`, label `name`, the workload's own. */
function ownName(object: KubeObject, labels: Readonly<Record<string, string>>): string {
  const key = 'resource.opentelemetry.io/service.name';
  const annotated = podTemplateOf(object)?.metadata?.annotations?.[key] ?? object.metadata.annotations?.[key];
  const labelled = labels['app.kubernetes.io/instance'] ?? labels['app.kubernetes.io/name'];
  return annotated ?? labelled ?? object.metadata.name;
}

function readable(selector: string): readonly LabelDemand[] {
  try {
    return readLabelSelector(selector, () => new Error('unreadable'));
  } catch {
    return [];
  }
}
