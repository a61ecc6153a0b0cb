import { t } from '../../base/l10n.js';
import type { PortfolioMetrics } from '../../model/metrics.js';
import { el, type Child, type View } from '../charts/view.js';
import { adoption } from './adoption.js';
import { deliveryFigures, missing } from './delivery.js';
import type { Formats } from './formats.js';
import { spans, type PathDashboard } from './model.js';
import { button, figures, header, named, partSection, section } from './pieces.js';
import { attentionList, checkTable, levelTable, servicesWord } from './pathTables.js';
import { satisfaction } from './satisfaction.js';

/** How well the golden path carries the services of one owner or system. */
export function pathPage(model: PathDashboard, formats: Formats): readonly View[] {
  const { subject, title, standing, asOf, days, platform, figures: part } = model;
  const top = header(
    named(t('Golden path: {0}', title), subject),
    [
      part.state === 'ready' ? servicesWord(part.value.services, formats) : undefined,
      t('last {0} days', days),
      platform,
    ],
    standing,
    asOf === undefined ? undefined : formats.dateTime(asOf),
    button(t('Other Owner or System…'), 'subject', {}, { quiet: true }),
    ...spans.map((span) =>
      withState(
        button(
          t('{0} days', span),
          'span',
          { days: span },
          { quiet: true, spoken: t('The last {0} days', span) },
        ),
        span === days,
      ),
    ),
  );
  if (standing.state === 'forbidden' || standing.state === 'gone') return [top];
  if (part.state !== 'ready') {
    return [
      top,
      partSection(
        'delivery',
        t('Software delivery (DORA)'),
        part,
        () => undefined,
        t('{0} does not offer figures of an owner or a system.', platform),
      ),
    ];
  }
  return [top, ...sections(part.value, part.stale, formats)];
}

function withState(view: View, pressed: boolean): View {
  return { ...view, attributes: { ...view.attributes, 'aria-pressed': String(pressed) } };
}

function sections(measured: PortfolioMetrics, stale: string | undefined, formats: Formats): readonly View[] {
  return [
    section(
      'delivery',
      t('Software delivery (DORA)'),
      stale !== undefined && el('p', { class: 'quiet' }, stale),
      ...deliveryFigures(measured, formats),
    ),
    section('adoption', t('Adoption'), adoption(measured, formats)),
    section(
      'path',
      t('How easy the path is'),
      ...easeFigures(measured, formats),
      satisfaction(measured.satisfaction ?? [], formats),
    ),
    section('scorecards', t('Scorecards'), levelTable(measured, formats), checkTable(measured, formats)),
    section('attention', t('What to look at first'), attentionList(measured)),
    section(
      'missing',
      t('Notes'),
      missing(measured.notes) ?? el('p', { class: 'quiet' }, t('Nothing is missing.')),
    ),
  ];
}

function easeFigures(measured: PortfolioMetrics, formats: Formats): readonly Child[] {
  const { onboardingSecondsP50, selfServiceShare, openIncidents } = measured;
  const unknown = t('Not known');
  return [
    figures([
      {
        name: t('Onboarding'),
        value: onboardingSecondsP50 === undefined ? unknown : formats.duration(onboardingSecondsP50),
        meaning: t('Median from the first commit of a service to its first deployment in production.'),
      },
      {
        name: t('Self-service'),
        value: selfServiceShare === undefined ? unknown : formats.percent(selfServiceShare),
        meaning: t('Share of changes for which nobody else had to act.'),
      },
      {
        name: t('Open incidents'),
        value: openIncidents === undefined ? unknown : formats.number(openIncidents),
        meaning: t('Now, of all these services.'),
      },
    ]),
  ];
}
