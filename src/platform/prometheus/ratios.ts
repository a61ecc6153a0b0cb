import type { CatalogEntry } from '../../model/engine.js';
import type { Histogram } from './histograms.js';
import type { Indicator } from './objective.js';
import type { Places } from './places.js';
import { oneOf, quoted } from './promql.js';

/** Two expressions of a window, of whose rows one is a share of the other. */
export interface Ratio {
  readonly total: (window: string) => string;
  readonly part: (window: string) => string;
  /** The part is what went well; where it is absent nothing is known. Else it is the errors; absent ones are none. */
  readonly isGood: boolean;
  /** Rows have the labels of their service; else all are of the one that is asked for. */
  readonly isShared: boolean;
}

/** How an indicator is measured, by every histogram that can, of all services at once. */
export function ratiosOf(
  indicator: Indicator,
  entries: readonly CatalogEntry[],
  histograms: readonly Histogram[],
  places: Places,
): readonly Ratio[] {
  const by = `sum by (${places.labels.join(',')})`;
  if (indicator.kind === 'queries') {
    const { errorQuery, totalQuery } = indicator;
    const filled = (query: string, window: string): string =>
      `${by} (${query.replace(/\{\{\s*\.window\s*\}\}/g, () => window)}\n)`;
    return [
      {
        total: made((window) => filled(totalQuery, window)),
        part: made((window) => filled(errorQuery, window)),
        isGood: false,
        isShared: false,
      },
    ];
  }
  if (indicator.kind === 'elsewhere') return [];
  const { route } = indicator;
  return histograms.flatMap((histogram): Ratio[] => {
    if (route !== undefined && histogram.route === undefined) return [];
    const matchers = [
      places.selector(entries),
      ...(route === undefined ? [] : [`${histogram.route ?? ''}=${quoted(route)}`]),
    ].join(',');
    const rate = (series: string, more: string, window: string): string =>
      `${by} (rate(${histogram.name}_${series}{${matchers}${more}}[${window}]))`;
    const whole = (more: string, window: string): string =>
      `${by} (rate(${histogram.name}{${matchers}${more}}[${window}]))`;
    const count = (more: string, window: string): string =>
      histogram.isNative ? `histogram_count(${whole(more, window)})` : rate('count', more, window);
    const total = made((window) => count('', window));
    if (indicator.kind === 'latency') {
      const threshold = indicator.thresholdMs * histogram.unit;
      const part = made((window) =>
        histogram.isNative
          ? `(histogram_fraction(0, ${threshold}, ${whole('', window)}) * ${count('', window)})`
          : rate('bucket', `,${boundaryMatcher(threshold)}`, window),
      );
      return [{ total, part, isGood: true, isShared: true }];
    }
    if (histogram.codes.length === 0) return [];
    const part = made(
      (window) => `(${histogram.codes.map((code) => count(`,${code}=~"5.."`, window)).join(' or ')})`,
    );
    return [{ total, part, isGood: false, isShared: true }];
  });
}

/** Each text once: with the names of hundreds of services it is long. */
function made(make: (window: string) => string): (window: string) => string {
  const texts = new Map<string, string>();
  return (window) => {
    const text = texts.get(window) ?? make(window);
    texts.set(window, text);
    return text;
  };
}

/** Whole numbers are written with and without a fraction, depending on the version. */
function boundaryMatcher(boundary: number): string {
  const text = String(Number(boundary.toPrecision(12)));
  return oneOf('le', text.includes('.') ? [text] : [text, `${text}.0`]);
}
