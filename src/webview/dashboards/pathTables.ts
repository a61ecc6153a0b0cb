import { t } from '../../base/l10n.js';
import type { PortfolioMetrics } from '../../model/metrics.js';
import { shareBar } from '../charts/shares.js';
import { dataTable } from '../charts/table.js';
import { el, type Child } from '../charts/view.js';
import type { Formats } from './formats.js';
import { badge, button, link, quiet } from './pieces.js';
import { attentionWord } from './words.js';

export function servicesWord(count: number, formats: Formats): string {
  return count === 1 ? t('1 service') : t('{0} services', formats.number(count));
}

/** How many services have reached which level of each scorecard. */
export function levelTable({ scorecards = [] }: PortfolioMetrics, formats: Formats): Child {
  if (scorecards.length === 0) return quiet(t('No scorecard is about these services.'));
  return dataTable({
    caption: t('Levels reached'),
    columns: [{ label: t('Scorecard') }, { label: t('Level') }, { label: t('Services'), numeric: true }],
    rows: scorecards.map(({ name, level, services }) => ({
      key: `${name} ${level ?? ''}`,
      cells: [name, level ?? t('below the first'), formats.number(services)],
    })),
  });
}

/** Each check with how many services pass it, fail it, or are not known, its remedy, and the services that fail it. */
export function checkTable({ checks = [] }: PortfolioMetrics, formats: Formats): Child {
  if (checks.length === 0) return undefined;
  const isUnknown = checks.some(({ unknown = 0 }) => unknown > 0);
  return dataTable({
    caption: t('Checks, those that most fail first'),
    columns: [
      { label: t('Check') },
      { label: t('Passed'), numeric: true },
      { label: t('Failed'), numeric: true },
      { label: t('Not known'), numeric: true },
      { label: t('Remedy') },
      { label: t('Services that fail it') },
    ],
    rows: checks.map((check) => {
      const { scorecard, title, passed, failed, unknown = 0, failing = [], remediation } = check;
      const rest = failed - failing.length;
      return {
        key: `${scorecard} ${check.check}`,
        cells: [
          [title ?? check.check, el('div', { class: 'quiet' }, scorecard)],
          [
            formats.number(passed),
            shareBar(
              [
                { value: passed, tone: 'good' },
                { value: failed, tone: 'bad' },
                { value: unknown, tone: 'unknown' },
              ],
              120,
            ),
          ],
          formats.number(failed),
          isUnknown && formats.number(unknown),
          remediation && failed > 0 && link(remediation.url, remediation.text),
          [
            failing.map((service) =>
              button(
                service,
                'openService',
                { service },
                { quiet: true, spoken: t('Open the dashboard of {0}', service) },
              ),
            ),
            rest > 0 &&
              (failing.length > 0
                ? ` ${t('and {0} more', formats.number(rest))}`
                : servicesWord(rest, formats)),
          ],
        ],
      };
    }),
  });
}

/** What to look at first, worst first, as the platform orders it. */
export function attentionList({ attention = [] }: PortfolioMetrics): Child {
  if (attention.length === 0) return quiet(t('Nothing needs attention.'));
  return dataTable({
    caption: t('What to look at first'),
    columns: [t('Service'), t('Environment'), t('Why'), t('What')].map((label) => ({ label })),
    rows: attention.map(({ service, environment = '', reason, message, url }) => {
      const { word, tone } = attentionWord(reason);
      return {
        key: `${service} ${environment} ${reason} ${message}`,
        cells: [
          button(
            service,
            'openService',
            { service },
            { quiet: true, spoken: t('Open the dashboard of {0}', service) },
          ),
          environment,
          badge(word, tone),
          link(url, message),
        ],
      };
    }),
  });
}
