import { t } from '../../base/l10n.js';
import type { Environment, Service, ServiceEnvironment } from '../../model/catalog.js';
import { dataTable } from '../charts/table.js';
import { el, type Child, type View } from '../charts/view.js';
import { deliveryFigures, missing } from './delivery.js';
import type { Formats } from './formats.js';
import { deploymentList, incidentList, neighbourList, runList, scorecardList } from './lists.js';
import type { ServiceDashboard } from './model.js';
import { badge, button, header, notice, partSection, quiet, section } from './pieces.js';
import { objectives } from './slos.js';
import { healthWord, sloWord } from './words.js';

/** Everything of one service, the most urgent first. */
export function servicePage(model: ServiceDashboard, formats: Formats): readonly View[] {
  const { name, service, standing, asOf } = model;
  const top = header(
    service?.title ?? name,
    [
      service?.title === undefined ? undefined : name,
      service?.description,
      service?.owner,
      service?.system,
      service?.tier,
      service?.lifecycle,
      templateFact(service),
      model.platform,
    ],
    standing,
    asOf === undefined ? undefined : formats.dateTime(asOf),
    service && button(t('Deploy…'), 'deploy', { service: name }, { quiet: true }),
    service && button(t('Show Logs'), 'logs', { service: name }, { quiet: true }),
  );
  if (standing.state === 'forbidden' || standing.state === 'gone') return [top];
  if (!service && standing.state !== 'live') {
    return [top, ...(standing.state === 'loading' || standing.state === 'slow' ? [reading()] : [])];
  }
  const none = (what: string): string => t('{0} does not offer {1}.', model.platform, what);
  return [
    top,
    ...suggestions(service),
    section('environments', t('Environments'), environmentTable(model, formats)),
    partSection(
      'slos',
      t('Objectives'),
      model.slos,
      (slos) => objectives(slos, formats),
      none(t('objectives')),
    ),
    partSection(
      'incidents',
      t('Incidents'),
      model.incidents,
      (incidents) =>
        incidentList(incidents, formats, (id) => {
          const known = model.deployments.state === 'ready' ? model.deployments.value : [];
          return known.find((deployment) => deployment.id === id)?.release.version;
        }),
      none(t('incidents')),
    ),
    partSection(
      'deployments',
      t('Recent deployments'),
      model.deployments,
      (deployments) => deploymentList(deployments, formats),
      none(t('deployments')),
    ),
    partSection(
      'runs',
      t('Pipeline runs'),
      model.runs,
      (runs) => runList(runs, formats),
      none(t('pipeline runs')),
    ),
    partSection(
      'delivery',
      t('Software delivery (DORA), last 30 days'),
      model.dora,
      (dora) => [...deliveryFigures(dora, formats), missing(dora.notes)],
      none(t('delivery metrics')),
    ),
    partSection(
      'scorecards',
      t('Scorecards'),
      model.scorecards,
      (results) => scorecardList(results, name),
      none(t('scorecards')),
    ),
    section('dependencies', t('Dependencies'), neighbourList(model.neighbours)),
  ];
}

function reading(): View {
  return section('environments', t('Environments'), quiet(t('Reading…')));
}

function templateFact(service: Service | undefined): string | undefined {
  const { ref, version, latestVersion } = service?.template ?? {};
  if (ref === undefined) return undefined;
  const made = version === undefined ? ref : t('{0} {1}', ref, version);
  return latestVersion === undefined || latestVersion === version
    ? made
    : t('{0}, {1} is out', made, latestVersion);
}

/** What a person might do now; nothing is done by itself. */
function suggestions(service: Service | undefined): readonly View[] {
  return (service?.environments ?? []).flatMap(({ environment, suggestion }) => {
    if (suggestion?.kind !== 'Rollback' || !service) return [];
    const target = { service: service.name, environment };
    return [
      notice(
        t('{0}: {1}', environment, suggestion.message),
        'error',
        button(t('Roll Back…'), 'rollback', target, {
          spoken: t('Roll back {0} in {1}', service.name, environment),
        }),
      ),
    ];
  });
}

function environmentTable({ service, environments, now }: ServiceDashboard, formats: Formats): Child {
  if (environments.length === 0) return quiet(t('The platform has no environments.'));
  const states = new Map((service?.environments ?? []).map((state) => [state.environment, state]));
  return dataTable({
    caption: t('Environments'),
    columns: [
      { label: t('Environment') },
      { label: t('Health') },
      { label: t('Version') },
      { label: t('Since') },
      { label: t('Instances'), numeric: true },
      { label: t('Objectives') },
      { label: t('Open incidents'), numeric: true },
      { label: t('Actions') },
    ],
    rows: environments.map((environment) => ({
      key: environment.name,
      cells: environmentCells(environment, states.get(environment.name), service, { now, formats }),
    })),
  });
}

function environmentCells(
  environment: Environment,
  state: ServiceEnvironment | undefined,
  service: Service | undefined,
  { now, formats }: { readonly now: number; readonly formats: Formats },
): readonly Child[] {
  const title = environment.title ?? environment.name;
  const name = [title, environment.production && [' ', badge(t('production'), 'warn')]];
  if (!state?.current || !service) return [name, badge(t('Not deployed'), 'muted'), '', '', '', '', '', ''];
  const { word, tone } = healthWord(state.health);
  const slo = state.slo && sloWord(state.slo.worstStatus);
  const target = { service: service.name, environment: environment.name };
  return [
    name,
    [badge(word, tone), state.message !== undefined && ` ${state.message}`],
    [state.current.version, state.sync === 'OutOfSync' && [' ', badge(t('out of sync'), 'warn')]],
    el('span', { class: 'whole' }, formats.ago(state.current.finishedAt ?? state.current.startedAt, now)),
    state.replicas && t('{0} of {1}', state.replicas.ready, state.replicas.desired),
    slo && badge(slo.word, slo.tone),
    state.openIncidents === undefined ? '' : formats.number(state.openIncidents),
    [
      button(t('Logs'), 'logs', target, { quiet: true, spoken: t('Logs of {0}', title) }),
      !!state.urls?.length &&
        button(t('Open'), 'openUrl', target, { quiet: true, spoken: t('Open {0} in the browser', title) }),
    ],
  ];
}
