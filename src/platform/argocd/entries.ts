import { isDeepEqual } from '../../base/deepEqual.js';
import type { CatalogEntry } from '../../model/engine.js';
import { fitsLabels, readLabelSelector, type LabelDemand } from '../../model/labelSelector.js';
import type { Application } from './application.js';
import { Groups } from './groups.js';

/** What a catalogue's entity says of its Applications. */
interface Wanted {
  readonly names: readonly string[];
  readonly selector: readonly LabelDemand[];
  readonly namespace: string | undefined;
  readonly project: string | undefined;
}

interface EntryPlace {
  readonly names?: readonly string[];
  /** `label=value` */
  readonly label?: string;
}

/** The catalogue's services, and which Applications their annotations mean. */
export class Entries {
  readonly #wanted = new Map<string, Wanted>();
  readonly #byApp = new Groups();
  readonly #byLabel = new Groups();
  readonly #byShortName = new Groups();
  /** Services whose annotations could mean any Application. */
  readonly #broad = new Set<string>();

  /** Gives whether they say anything else than before. */
  bind(entries: readonly CatalogEntry[]): boolean {
    let isOther = false;
    for (const { service, annotations = {} } of entries) {
      const wanted = wantedIn(annotations);
      if (isDeepEqual(this.#wanted.get(service), wanted)) continue;
      isOther = true;
      this.#forget(service);
      this.#wanted.set(service, wanted);
      this.#byShortName.add(shortName(service), service);
      const label = labelOf(wanted);
      for (const name of wanted.names) this.#byApp.add(name, service);
      if (label !== undefined) this.#byLabel.add(label, service);
      else if (wanted.names.length === 0 && isSaid(wanted)) this.#broad.add(service);
    }
    return isOther;
  }

  has(service: string): boolean {
    return this.#wanted.has(service);
  }

  /** The catalogue's services that share a name. */
  named(short: string): readonly string[] {
    return [...this.#byShortName.of(short)];
  }

  /**
   * Where the Applications that annotations mean are to be looked for: names of theirs, a label with its value, or among
   * all. `undefined` where annotations mean none.
   */
  placeOf(service: string): EntryPlace | undefined {
    const wanted = this.#wanted.get(service);
    if (!wanted || !isSaid(wanted)) return undefined;
    const label = labelOf(wanted);
    return { ...(wanted.names.length > 0 && { names: wanted.names }), ...(label !== undefined && { label }) };
  }

  /** Whether the annotations of an entity mean an Application. */
  means(service: string, { name, namespace, project, labels }: Application): boolean {
    const wanted = this.#wanted.get(service);
    if (!wanted || !isSaid(wanted)) return false;
    return (
      (wanted.names.length === 0 || wanted.names.includes(name)) &&
      (wanted.namespace === undefined || wanted.namespace === namespace) &&
      (wanted.project === undefined || wanted.project === project) &&
      fitsLabels(wanted.selector, labels)
    );
  }

  /** The services whose annotations mean an Application. */
  meaning(app: Application): readonly string[] {
    // Most catalogues name no Application.
    if (this.#byApp.isEmpty && this.#byLabel.isEmpty && this.#broad.size === 0) return [];
    const labelled = Object.entries(app.labels).flatMap((label) => [...this.#byLabel.of(label.join('='))]);
    const maybe = new Set([...this.#byApp.of(app.name), ...labelled, ...this.#broad]);
    return [...maybe].filter((service) => this.means(service, app));
  }

  #forget(service: string): void {
    const wanted = this.#wanted.get(service);
    if (!wanted) return;
    for (const name of wanted.names) this.#byApp.delete(name, service);
    this.#byLabel.delete(labelOf(wanted) ?? '', service);
    this.#broad.delete(service);
  }
}

/** The last part of `[namespace/]name`. */
export function shortName(service: string): string {
  return service.slice(service.lastIndexOf('/') + 1);
}

function wantedIn(annotations: Readonly<Record<string, string>>): Wanted {
  const names = annotations['argocd/app-name'] ?? annotations['goldenpath.dev/argocd-app'] ?? '';
  return {
    names: names.split(/[\s,]+/).filter((name) => name !== ''),
    selector: selectorIn(annotations['argocd/app-selector'] ?? ''),
    namespace: annotations['argocd/app-namespace'],
    project: annotations['argocd/project-name'],
  };
}

/** A label that every Application with the selector has, with its value. */
function labelOf({ names, selector }: Wanted): string | undefined {
  const demand = selector.find(({ how, values }) => how === 'in' && values.length === 1);
  return names.length > 0 || !demand ? undefined : `${demand.label}=${demand.values[0] ?? ''}`;
}

function isSaid({ names, selector, project }: Wanted): boolean {
  return names.length > 0 || selector.length > 0 || project !== undefined;
}

/** An annotation that is no selector means nothing: the other rules are left. */
function selectorIn(text: string): readonly LabelDemand[] {
  try {
    return readLabelSelector(text, (part) => new Error(part));
  } catch {
    return [];
  }
}
