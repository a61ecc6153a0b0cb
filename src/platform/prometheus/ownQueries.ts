import { t } from '../../base/l10n.js';
import { PlatformError } from '../../model/errors.js';
import type { CatalogEntry } from '../../model/engine.js';
import type { Sample } from './calls.js';
import type { Finding, Source, Sources } from './finding.js';
import { grouped } from '../../base/grouped.js';
import type { Histograms } from './histograms.js';
import type { Objective } from './objective.js';
import { metricsName, type Places } from './places.js';
import type { Answers } from './questions.js';
import { ratiosOf, type Ratio } from './ratios.js';
import { burnWindows, standingOf } from './standing.js';

interface Asked {
  readonly entry: CatalogEntry;
  readonly objective: Objective;
  readonly ratios: readonly Ratio[];
}

/** Answers about the windows of burn rates, and about those of objectives. */
interface Told {
  readonly light: SharedAnswers;
  readonly heavy: SharedAnswers;
}

/** Objectives that nobody records: measured by queries of our own, one for all services with the same indicator. */
export function ownQueries(
  objectivesOf: (entry: CatalogEntry) => readonly Objective[],
  histograms: Histograms,
): Source {
  return async (entries, sources) => {
    const wanted = entries.flatMap((entry) => objectivesOf(entry).map((objective) => ({ entry, objective })));
    if (wanted.length === 0) return new Map();
    const { questions, places, signal } = sources;
    const there = await histograms.all(signal);
    const groups = grouped(wanted, ({ objective }) => JSON.stringify(objective.indicator));
    const asked = [...groups.values()].flatMap((group) => {
      const [first] = group;
      const services = group.map(({ entry }) => entry);
      const ratios = first ? ratiosOf(first.objective.indicator, services, there, places) : [];
      return group.map((item): Asked => ({ ...item, ratios }));
    });
    const light = await questions.answers(
      'light',
      asked.flatMap(({ ratios }) => burnWindows.flatMap((window) => expressions(ratios, window))),
      signal,
    );
    const heavy = await questions.answers(
      'heavy',
      asked.flatMap(({ ratios, objective }) => expressions(ratios, objective.timeWindow)),
      signal,
    );
    const told = { light: new SharedAnswers(light, places), heavy: new SharedAnswers(heavy, places) };
    return new Map(
      [...grouped(asked, ({ entry }) => entry.service)].map(([service, items]) => [
        service,
        items.flatMap((item) => findingsOf(item, told, sources)),
      ]),
    );
  };
}

function expressions(ratios: readonly Ratio[], window: string): readonly string[] {
  return ratios.flatMap(({ total, part }) => [total(window), part(window)]);
}

/** The objective in each environment that has series; without an environment where none has. */
function findingsOf(asked: Asked, told: Told, sources: Sources): readonly Finding[] {
  const { entry, objective, ratios } = asked;
  const labels = sources.places.labelsOf(entry);
  const alertLabels = [{ service: metricsName(entry) }, labels].map((more) => ({
    ...more,
    slo: objective.name,
  }));
  for (const ratio of ratios) {
    const rows = new Rows(ratio, asked, told, sources);
    const environments = rows.environments();
    if (environments.length === 0) continue;
    return environments.map((environment) => ({
      slo: standing(asked, rows, environment, sources),
      alertLabels,
    }));
  }
  return [{ slo: unmeasured(asked, told, sources), alertLabels }];
}

function standing(
  { objective }: Asked,
  rows: Rows,
  environment: string | undefined,
  { at }: Sources,
): Finding['slo'] {
  const { name, timeWindow } = objective;
  const target = objective.targetPercent / 100;
  const share = rows.errors('heavy', timeWindow, environment);
  const errors = typeof share === 'number' ? share : undefined;
  const rates = burnWindows.flatMap((window): (readonly [string, number])[] => {
    const rate = rows.errors('light', window, environment);
    return typeof rate === 'number' ? [[window, rate / (1 - target)]] : [];
  });
  const why = typeof share === 'string' ? share : undefined;
  const description = described(objective, why);
  return standingOf({
    name,
    environment,
    description,
    target,
    timeWindow,
    errors,
    rates: new Map(rates),
    at,
  });
}

function unmeasured({ objective, ratios }: Asked, { heavy }: Told, { at }: Sources): Finding['slo'] {
  const { name, timeWindow, targetPercent } = objective;
  const fault = expressions(ratios, timeWindow)
    .map((expression) => heavy.of(expression))
    .find((answer) => answer instanceof PlatformError);
  return standingOf({
    ...{ name, timeWindow, at },
    environment: undefined,
    description: described(objective, fault?.message ?? whyNot(objective, ratios)),
    target: targetPercent / 100,
    errors: undefined,
    rates: new Map(),
  });
}

function whyNot({ indicator, timeWindow }: Objective, ratios: readonly Ratio[]): string {
  if (indicator.kind === 'elsewhere') return t('It is described in an OpenSLO file and not computed here.');
  return ratios.length === 0
    ? t('Prometheus has no histogram of HTTP requests by which it could be measured.')
    : noTraffic(timeWindow);
}

function noTraffic(timeWindow: string): string {
  return t('Nothing was measured in {0}.', timeWindow);
}

function described({ description }: Objective, why: string | undefined): string | undefined {
  return [description, why].filter(Boolean).join(' ') || undefined;
}

/** The rows of one service under one ratio. */
class Rows {
  readonly #ratio: Ratio;
  readonly #asked: Asked;
  readonly #told: Told;
  readonly #sources: Sources;
  readonly #key: string;

  constructor(ratio: Ratio, asked: Asked, told: Told, sources: Sources) {
    this.#ratio = ratio;
    this.#asked = asked;
    this.#told = told;
    this.#sources = sources;
    this.#key = sources.places.keyOf({ labels: sources.places.labelsOf(asked.entry) });
  }

  environments(): readonly (string | undefined)[] {
    const { timeWindow } = this.#asked.objective;
    const rows = [
      ...burnWindows.map((window) => this.#of('light', this.#ratio.total(window))),
      this.#of('heavy', this.#ratio.total(timeWindow)),
    ].flatMap((answer) => (answer instanceof PlatformError ? [] : answer));
    return [...new Set(rows.map((row) => this.#sources.places.environmentOf(row)))];
  }

  /** The share of errors, or why there is none to tell. */
  errors(kind: keyof Told, window: string, environment: string | undefined): number | string {
    const total = this.#sum(kind, this.#ratio.total(window), environment);
    const part = this.#sum(kind, this.#ratio.part(window), environment);
    if (total instanceof PlatformError) return total.message;
    if (part instanceof PlatformError) return part.message;
    if (total === undefined || !(total > 0)) return noTraffic(window);
    if (!this.#ratio.isGood) return (part ?? 0) / total;
    return part === undefined
      ? t('The threshold is none of the boundaries of the histogram.')
      : 1 - part / total;
  }

  #sum(
    kind: keyof Told,
    expression: string,
    environment: string | undefined,
  ): number | undefined | PlatformError {
    const rows = this.#of(kind, expression);
    if (rows instanceof PlatformError) return rows;
    const own = rows.filter((row) => this.#sources.places.environmentOf(row) === environment);
    return own.length === 0 ? undefined : own.reduce((sum, { value }) => sum + value, 0);
  }

  #of(kind: keyof Told, expression: string): readonly Sample[] | PlatformError {
    return this.#told[kind].of(expression, this.#ratio.isShared ? this.#key : undefined);
  }
}

/** Answers whose rows are of many services, by service. */
class SharedAnswers {
  readonly #answers: Answers;
  readonly #places: Places;
  readonly #byService = new Map<string, ReadonlyMap<string, readonly Sample[]>>();

  constructor(answers: Answers, places: Places) {
    this.#answers = answers;
    this.#places = places;
  }

  /** The rows of the service with a key; without one, all of them. */
  of(expression: string, key?: string): readonly Sample[] | PlatformError {
    const rows = this.#answers.get(expression) ?? [];
    if (rows instanceof PlatformError || key === undefined) return rows;
    const known = this.#byService.get(expression) ?? grouped(rows, (row) => this.#places.keyOf(row));
    this.#byService.set(expression, known);
    return known.get(key) ?? [];
  }
}
