import { UserError } from '../../model/errors.js';
import type { CatalogEntry } from '../../model/engine.js';
import { t } from '../../base/l10n.js';
import { demandLabel, oneOf } from './promql.js';
import type { Sample } from './calls.js';

export interface PlaceOptions {
  /** Labels by which the series of a service are known; `{service}` and, where it is fixed, `{environment}` are filled in. */
  readonly matchers?: Readonly<Record<string, string>>;
  /** The label that tells the environment. */
  readonly environmentLabel?: string;
  /** Names of environments by the label's values, where they differ. */
  readonly environments?: Readonly<Record<string, string>>;
  /** All that is measured here is of this environment. */
  readonly environment?: string;
}

/** Under which name the metrics know a service, where it is not the catalogue's. */
export const nameAnnotation = 'goldenpath.dev/metrics-name';

/** Which series are of which service and environment. */
export class Places {
  readonly #matchers: readonly (readonly [label: string, template: string])[];
  readonly #environmentLabel: string;
  readonly #names: Readonly<Record<string, string>>;
  readonly #environment: string | undefined;

  /** Throws `UserError` for a label that is none. */
  constructor(options: PlaceOptions) {
    const { matchers = { job: '{service}' }, environmentLabel = 'environment', environments = {} } = options;
    this.#environment = options.environment;
    this.#environmentLabel = demandLabel(environmentLabel);
    this.#names = environments;
    this.#matchers = Object.entries(matchers).map(([label, template]) => [
      demandLabel(label),
      template.replaceAll('{environment}', options.environment ?? ''),
    ]);
    if (!this.#matchers.some(([, template]) => template.includes('{service}'))) {
      throw new UserError(
        'prometheus.matchers',
        t('No label says which service a series is of. Give one with "{service}", such as job: "{service}".'),
      );
    }
  }

  /** Labels that rows keep, so that they can be told apart. */
  get labels(): readonly string[] {
    return [...new Set([...this.#matchers.map(([label]) => label), this.#environmentLabel])];
  }

  /** Matchers of the series of some services. */
  selector(entries: readonly CatalogEntry[]): string {
    return this.#matchers
      .map(([label, template]) => oneOf(label, [...new Set(entries.map((entry) => filled(template, entry)))]))
      .join(',');
  }

  labelsOf(entry: CatalogEntry): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#matchers.map(([label, template]) => [label, filled(template, entry)]));
  }

  /** The same for a series and for the service that it is of. */
  keyOf({ labels }: Pick<Sample, 'labels'>): string {
    return JSON.stringify(this.#matchers.map(([label]) => labels[label]));
  }

  environmentOf({ labels }: Pick<Sample, 'labels'>): string | undefined {
    if (this.#environment !== undefined) return this.#environment;
    const value = labels[this.#environmentLabel];
    if (value === undefined || value === '') return undefined;
    return Object.hasOwn(this.#names, value) ? this.#names[value] : value;
  }
}

/** The name of a service in labels: without the catalogue's namespace. */
export function metricsName({ service, annotations }: CatalogEntry): string {
  return annotations?.[nameAnnotation] ?? service.slice(service.lastIndexOf('/') + 1);
}

function filled(template: string, entry: CatalogEntry): string {
  return template.replaceAll('{service}', () => metricsName(entry));
}
