import { isDeepEqual } from '../../base/deepEqual.js';
import type { CatalogEntry } from '../../model/engine.js';
import type { Application } from './application.js';
import { environmentOf, placeOf, type ArgoRules, type BoundBy, type Place } from './binding.js';
import { Entries, shortName } from './entries.js';
import { Groups } from './groups.js';

/** An Application of a service, and by which rule it is. */
export interface BoundApplication {
  readonly app: Application;
  readonly environment: string;
  readonly by: BoundBy;
}

/** Every Application that there is, found by service. Asks nobody: who feeds it does. */
export class Applications {
  readonly #rules: ArgoRules;
  readonly #apps = new Map<string, Application>();
  readonly #places = new Map<string, Place>();
  readonly #byService = new Groups();
  readonly #byName = new Groups();
  /** Made when a catalogue's annotation first asks for a label. */
  #byLabel: Groups | undefined;
  readonly #entries = new Entries();
  readonly #told = new WeakMap<Application, { readonly service: string; readonly environment: string }>();
  #services: readonly string[] | undefined;
  readonly #counts = new Map<string, number>();
  #environments: ReadonlySet<string> = new Set();

  constructor(rules: ArgoRules) {
    this.#rules = rules;
  }

  get size(): number {
    return this.#apps.size;
  }

  get(key: string): Application | undefined {
    return this.#apps.get(key);
  }

  all(): Iterable<Application> {
    return this.#apps.values();
  }

  bind(entries: readonly CatalogEntry[]): void {
    if (!this.#entries.bind(entries)) return;
    this.#recount();
    this.#services = undefined;
  }

  /** Takes in what an Application is now; gives the services that look different since, by the catalogue's names. */
  set(app: Application): readonly string[] {
    const before = this.#apps.get(app.key);
    if (before && isDeepEqual(before, app)) return [];
    const environments = this.#environments;
    const touched = before ? this.delete(app.key) : [];
    this.#put(app);
    this.#count(app, 1);
    if (isSame(environments, this.#environments)) this.#environments = environments;
    return [...new Set([...touched, ...this.servicesOf(app)])];
  }

  /** Forgets an Application that is gone; gives the services that had it. */
  delete(key: string): readonly string[] {
    const app = this.#apps.get(key);
    if (!app) return [];
    const touched = this.servicesOf(app);
    this.#count(app, -1);
    this.#byService.delete(this.#places.get(key)?.service ?? '', key);
    this.#byName.delete(app.name, key);
    for (const label of Object.entries(app.labels)) this.#byLabel?.delete(label.join('='), key);
    this.#apps.delete(key);
    this.#places.delete(key);
    this.#services = undefined;
    return touched;
  }

  /** Takes in a list of all there are. What changed since it was asked for is known better: those keys are left alone. */
  replace(apps: readonly Application[], newer: ReadonlySet<string>): readonly string[] {
    if (this.#apps.size === 0) return this.#fill(apps.filter(({ key }) => !newer.has(key)));
    const listed = new Set(apps.map(({ key }) => key));
    const gone = [...this.#apps.keys()].filter((key) => !listed.has(key) && !newer.has(key));
    const touched = [
      ...gone.flatMap((key) => this.delete(key)),
      ...apps.filter(({ key }) => !newer.has(key)).flatMap((app) => this.set(app)),
    ];
    return [...new Set(touched)];
  }

  /** The services that an Application is of: those that a catalogue's annotations say, else those of its place's name. */
  servicesOf(app: Application): readonly string[] {
    const meant = this.#entries.meaning(app);
    if (meant.length > 0) return meant;
    const { service } = this.#places.get(app.key) ?? placeOf(app, this.#rules);
    const named = this.#entries.named(service).filter((name) => this.#annotated(name).length === 0);
    return named.length > 0 ? named : [service];
  }

  /** Where an Application is, by the first service that it is of. */
  placeOf(app: Application): { readonly service: string; readonly environment: string } {
    const [service = app.name] = this.servicesOf(app);
    return { service, environment: this.#environmentOf(app, shortName(service)) };
  }

  /** Names of all services that have an Application, in the alphabet's order. */
  services(): readonly string[] {
    return (this.#services ??= [...new Set([...this.all()].flatMap((app) => this.servicesOf(app)))].sort());
  }

  /** The Applications of a service, by the first rule that finds any; the closest name first. */
  of(service: string): readonly BoundApplication[] {
    const short = shortName(service);
    const annotated = this.#annotated(service);
    const found = annotated.length > 0 ? annotated : this.#grouped(service, short);
    return found
      .map(({ app, by }) => ({ app, by, environment: this.#environmentOf(app, short) }))
      .sort(
        (one, other) => distance(one, short) - distance(other, short) || compare(one.app.key, other.app.key),
      );
  }

  /** Names of all environments: the same set as long as there are no others. */
  environments(): ReadonlySet<string> {
    return this.#environments;
  }

  /** Of the first list each Application is new: what belongs to all of them is found once. */
  #fill(apps: readonly Application[]): readonly string[] {
    for (const app of apps) this.#put(app);
    this.#recount();
    return this.services();
  }

  #put(app: Application): void {
    const place = placeOf(app, this.#rules);
    this.#apps.set(app.key, app);
    this.#places.set(app.key, place);
    this.#byService.add(place.service, app.key);
    this.#byName.add(app.name, app.key);
    if (this.#byLabel) addLabels(this.#byLabel, app);
    this.#services = undefined;
  }

  /** An Application that changes is another object: what was told of it stays true. */
  #environmentOf(app: Application, service: string): string {
    const place = this.#apps.get(app.key) === app ? this.#places.get(app.key) : undefined;
    if (place?.service === service) return place.environment;
    const known = this.#told.get(app);
    if (known?.service === service) return known.environment;
    const environment = environmentOf(app, service, this.#rules);
    this.#told.set(app, { service, environment });
    return environment;
  }

  /** Counts where an Application is in (1) or out (-1), so that nobody has to look at all of them after each change. */
  #count(app: Application, by: 1 | -1): void {
    const { service } = this.#places.get(app.key) ?? placeOf(app, this.#rules);
    const meant = this.#entries.meaning(app);
    const services = meant.length > 0 ? meant : [...this.#entries.named(service), service].slice(0, 1);
    for (const name of services) {
      const environment = this.#environmentOf(app, shortName(name));
      const count = (this.#counts.get(environment) ?? 0) + by;
      if (count === 0) this.#counts.delete(environment);
      else this.#counts.set(environment, count);
      if (count === 0 || !this.#environments.has(environment)) {
        this.#environments = new Set(this.#counts.keys());
      }
    }
  }

  #recount(): void {
    const before = this.#environments;
    this.#counts.clear();
    this.#environments = new Set();
    for (const app of this.all()) this.#count(app, 1);
    if (isSame(before, this.#environments)) this.#environments = before;
  }

  #annotated(service: string): readonly Omit<BoundApplication, 'environment'>[] {
    const place = this.#entries.placeOf(service);
    if (!place) return [];
    const { names, label } = place;
    const keys = names
      ? names.flatMap((name) => [...this.#byName.of(name)])
      : label === undefined
        ? this.#apps.keys()
        : this.#labelled().of(label);
    return this.#appsAt(keys)
      .filter((app) => this.#entries.means(service, app))
      .map((app) => ({ app, by: 'Annotation' }));
  }

  /** By label where any has one, else by name. What a catalogue gives another service is that one's. */
  #grouped(service: string, short: string): readonly Omit<BoundApplication, 'environment'>[] {
    if (!this.#entries.has(service) && this.#entries.named(short).length > 0) return [];
    const bound = this.#appsAt(this.#byService.of(short))
      .filter((app) => this.#entries.meaning(app).length === 0)
      .map((app) => ({ app, by: this.#places.get(app.key)?.by ?? 'Name' }));
    const labelled = bound.filter(({ by }) => by === 'Label');
    return labelled.length > 0 ? labelled : bound;
  }

  #labelled(): Groups {
    if (this.#byLabel) return this.#byLabel;
    const groups = (this.#byLabel = new Groups());
    for (const app of this.all()) addLabels(groups, app);
    return groups;
  }

  #appsAt(keys: Iterable<string>): readonly Application[] {
    return [...keys].flatMap((key) => this.#apps.get(key) ?? []);
  }
}

function addLabels(groups: Groups, { key, labels }: Application): void {
  for (const label of Object.entries(labels)) groups.add(label.join('='), key);
}

/** How far the name of an Application is from what the one of a service in an environment is mostly called. */
function distance({ app, environment }: BoundApplication, service: string): number {
  const usual = [`${service}-${environment}`, `${environment}-${service}`, service];
  const index = usual.indexOf(app.name);
  return index === -1 ? usual.length : index;
}

function isSame(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one === other || (one.size === other.size && [...one].every((name) => other.has(name)));
}

function compare(one: string, other: string): number {
  return one < other ? -1 : 1;
}
