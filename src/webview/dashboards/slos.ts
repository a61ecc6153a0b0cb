import { t } from '../../base/l10n.js';
import type { Slo } from '../../model/slo.js';
import { burnChart } from '../charts/burn.js';
import { figure } from '../charts/figure.js';
import { shareBar } from '../charts/shares.js';
import { el, type Child, type View } from '../charts/view.js';
import type { Formats } from './formats.js';
import { badge, link, quiet } from './pieces.js';
import { sloWord } from './words.js';

/** The most urgent first; words that are new to us come before what is well. */
const urgency = (status: string): number => {
  const place = ['Breached', 'AtRisk', undefined, 'Met', 'NoData'].indexOf(status);
  return place < 0 ? 2 : place;
};

/** Objectives with the budget that is left and how fast it is used. */
export function objectives(slos: readonly Slo[], formats: Formats): Child {
  if (slos.length === 0) {
    return quiet(t('No objective is declared. Add one under spec.slos of the manifest.'));
  }
  const sorted = [...slos].sort((one, other) => urgency(one.status) - urgency(other.status));
  return el(
    'div',
    { class: 'cards' },
    sorted.map((slo) => objective(slo, formats)),
  );
}

function objective(slo: Slo, formats: Formats): View {
  const { name, environment, description, targetPercent, timeWindow, budgetRemainingPercent } = slo;
  const { word, tone } = sloWord(slo.status);
  const promised = formats.precisePercent(targetPercent / 100);
  const target =
    timeWindow === undefined ? t('Target {0}', promised) : t('Target {0} over {1}', promised, timeWindow);
  const current =
    slo.currentPercent === undefined
      ? undefined
      : t('now {0}', formats.precisePercent(slo.currentPercent / 100));
  return el(
    'article',
    { class: 'card', 'data-key': `${environment ?? ''} ${name}` },
    el(
      'h3',
      {},
      environment === undefined ? name : t('{0} in {1}', name, environment),
      ' ',
      badge(word, tone),
    ),
    description !== undefined && quiet(description),
    el('p', {}, [target, current].filter((text) => text !== undefined).join(' · ')),
    budgetRemainingPercent !== undefined && budget(budgetRemainingPercent, formats),
    burnFigure(slo, formats),
    (slo.alerts ?? [])
      .filter(({ state }) => state !== 'inactive')
      .map((alert) =>
        el(
          'p',
          { 'data-key': alert.name },
          badge(alertWord(alert.state), alert.state === 'firing' ? 'bad' : 'warn'),
          ` ${alert.name} `,
          formats.dateTime(alert.since),
        ),
      ),
    (slo.links ?? []).map(({ url, title }) => el('p', { 'data-key': url }, link(url, title ?? url))),
  );
}

function alertWord(state: string): string {
  if (state === 'firing') return t('Alert');
  return state === 'pending' ? t('Alert soon') : state;
}

function budget(remaining: number, formats: Formats): View {
  const left = Math.min(Math.max(remaining, 0), 100);
  const tone = left <= 0 ? 'bad' : left < 25 ? 'warn' : 'good';
  return el(
    'p',
    { class: 'withBar' },
    remaining < 0
      ? t('Error budget: overdrawn by {0}', formats.percent(-remaining / 100))
      : t('Error budget: {0} left', formats.percent(remaining / 100)),
    shareBar([
      { value: left, tone },
      { value: 100 - left, tone: 'muted' },
    ]),
  );
}

function burnFigure({ name, burnRates = [] }: Slo, formats: Formats): View | undefined {
  if (burnRates.length === 0) return undefined;
  const longest = burnRates.at(-1)?.window ?? '';
  if (burnRates.every(({ rate }) => rate === 0)) {
    return quiet(t('Burn rate: nothing of the budget was used in the last {0}.', longest));
  }
  const said = burnRates
    .map(({ window, rate }) => t('{0} over {1}', formats.number(rate), window))
    .join(', ');
  return figure({
    caption: t('Burn rate: at 1 the budget lasts exactly its time'),
    summary: t('Burn rate: {0}.', said),
    chart: burnChart({
      rates: burnRates.map(({ window, rate }) => ({ label: window, rate })),
      format: (value) => t('{0}×', formats.number(value)),
    }),
    table: {
      caption: t('Burn rate of {0}', name),
      columns: [{ label: t('Window') }, { label: t('Burn rate'), numeric: true }],
      rows: burnRates.map(({ window, rate }) => ({ key: window, cells: [window, formats.number(rate)] })),
    },
  });
}
