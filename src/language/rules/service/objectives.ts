import { t } from '../../../base/l10n.js';
import type { YamlDocument } from '../../documents/yamlDocument.js';
import type { Kind } from '../../kinds/kind.js';
import { durationSeconds } from '../../schedule/duration.js';
import { valueSpan } from '../context.js';
import { finding, type Finding } from '../finding.js';
import { at, items, specOf } from '../mapped.js';
import { repeatedNames } from '../repeatedNames.js';
import { listWords } from '../values.js';

/** What OpenTelemetry's request durations are counted by unless a service says otherwise, in ms. */
const boundaries = [5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10_000];

const day = 86_400;
const shortestWindow = day;
const longestWindow = 90 * day;

/** Objectives that cannot be measured as they are written. */
export function objectives(document: YamlDocument, kind: Kind): Finding[] {
  if (kind.name !== 'Service') return [];
  return [
    ...repeatedNames(document, ['spec', 'slos'], 'slo/duplicate-name'),
    ...items(specOf(document)['slos']).flatMap((slo, index) => [
      ...ratioTarget(document, at(slo, 'targetPercent'), index),
      ...oddWindow(document, at(slo, 'timeWindow'), index),
      ...offBoundary(document, at(slo, 'indicator', 'latency', 'thresholdMs'), index),
    ]),
  ];
}

function ratioTarget(document: YamlDocument, target: unknown, index: number): Finding[] {
  if (typeof target !== 'number' || target <= 0.5 || target >= 1) return [];
  const percent = String(Number((target * 100).toPrecision(12)));
  const message = t('This is {0} percent. Did you mean {1}?', target, percent);
  const span = valueSpan(document, ['spec', 'slos', index, 'targetPercent']);
  return [finding('slo/target', span, message, { data: { suggestion: percent } })];
}

function oddWindow(document: YamlDocument, window: unknown, index: number): Finding[] {
  const seconds = durationSeconds(window);
  if (seconds === undefined || (seconds >= shortestWindow && seconds <= longestWindow)) return [];
  const span = valueSpan(document, ['spec', 'slos', index, 'timeWindow']);
  const message =
    seconds < shortestWindow
      ? t('In {0} a single fault uses up the error budget. Choose 1d or more; 28d is usual.', String(window))
      : t(
          'Over {0} nothing recovers, and most platforms keep no such history. Choose 90d or less; 28d is usual.',
          String(window),
        );
  return [finding('slo/time-window', span, message, { data: { suggestion: '28d' } })];
}

function offBoundary(document: YamlDocument, threshold: unknown, index: number): Finding[] {
  if (typeof threshold !== 'number' || boundaries.includes(threshold)) return [];
  const below = boundaries.findLast((boundary) => boundary < threshold);
  const above = boundaries.find((boundary) => boundary > threshold);
  const near = [below, above].filter((boundary) => boundary !== undefined);
  const closest = near.reduce((a, b) => (Math.abs(b - threshold) < Math.abs(a - threshold) ? b : a));
  const path = ['spec', 'slos', index, 'indicator', 'latency', 'thresholdMs'];
  const message = t(
    '{0} ms is no boundary of the standard histogram, so it cannot be measured. Write {1}.',
    threshold,
    listWords(near.map(String)),
  );
  const data = { suggestion: String(closest) };
  return [finding('slo/latency-boundary', valueSpan(document, path), message, { data })];
}
