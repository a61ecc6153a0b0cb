import { t } from '../../base/l10n.js';
import type { Environment, Service, ServiceEnvironment } from '../../model/catalog.js';
import { shortReference } from '../../model/reference.js';
import { dataTable, type Column } from '../charts/table.js';
import { el, type Child, type View } from '../charts/view.js';
import { deliveryFigures, missing } from './delivery.js';
import type { Formats } from './formats.js';
import { deploymentList, incidentList, neighbourList, runList, scorecardList } from './lists.js';
import type { ServiceDashboard } from './model.js';
import { badge, button, header, moment, named, notice, partSection, quiet, section } from './pieces.js';
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
      service?.owner === undefined ? undefined : named(model.owner ?? service.owner, service.owner),
      service?.system === undefined ? undefined : named(shortReference(service.system), service.system),
      service?.tier === undefined ? undefined : t('tier {0}', service.tier),
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

type Deployed = ServiceEnvironment & { readonly current: NonNullable<ServiceEnvironment['current']> };

interface EnvironmentColumn extends Column {
  readonly cell: (state: Deployed, environment: Environment) => Child;
}

function environmentTable(model: ServiceDashboard, formats: Formats): Child {
  const { service, environments } = model;
  if (environments.length === 0) return quiet(t('The platform has no environments.'));
  const states = new Map((service?.environments ?? []).map((state) => [state.environment, state]));
  const columns = environmentColumns(model, formats);
  return dataTable({
    caption: t('Environments'),
    columns: [{ label: t('Environment') }, ...columns],
    rows: environments.map((environment) => {
      const state = states.get(environment.name);
      const cells = isDeployed(state)
        ? columns.map(({ cell }) => cell(state, environment))
        : columns.map((_, index) => index === 0 && badge(t('Not deployed'), 'muted'));
      return { key: environment.name, cells: [nameCell(environment), ...cells] };
    }),
  });
}

function isDeployed(state: ServiceEnvironment | undefined): state is Deployed {
  return state?.current !== undefined;
}

/** Production is marked; in words too where its name does not say it. */
function nameCell({ name, title = name, production }: Environment): Child {
  if (!production) return title;
  return /\bprod/i.test(title) ? badge(title, 'warn') : [title, ' ', badge(t('production'), 'warn')];
}

function environmentColumns({ name, now }: ServiceDashboard, formats: Formats): readonly EnvironmentColumn[] {
  return [
    { label: t('Health'), cell: healthCell },
    {
      label: t('Version'),
      cell: ({ current, sync }) => [
        current.version,
        sync === 'OutOfSync' && [' ', badge(t('out of sync'), 'warn')],
      ],
    },
    {
      label: t('Since'),
      cell: ({ current }) => moment(formats.ago(current.finishedAt ?? current.startedAt, now)),
    },
    {
      label: t('Instances'),
      numeric: true,
      cell: ({ replicas }) =>
        replicas && t('{0} of {1}', formats.number(replicas.ready), formats.number(replicas.desired)),
    },
    { label: t('Objectives'), cell: sloCell },
    {
      label: t('Open incidents'),
      numeric: true,
      cell: ({ openIncidents }) => openIncidents !== undefined && formats.number(openIncidents),
    },
    {
      label: t('Actions'),
      cell: ({ urls }, environment) => {
        const title = environment.title ?? environment.name;
        const target = { service: name, environment: environment.name };
        return [
          button(t('Logs'), 'logs', target, { quiet: true, spoken: t('Logs of {0}', title) }),
          !!urls?.length &&
            button(t('Open'), 'openUrl', target, {
              quiet: true,
              spoken: t('Open {0} in the browser', title),
            }),
        ];
      },
    },
  ];
}

function healthCell({ health, message }: ServiceEnvironment): Child {
  const { word, tone } = healthWord(health);
  return [badge(word, tone), message !== undefined && el('div', { class: 'reason' }, message)];
}

function sloCell({ slo }: ServiceEnvironment): Child {
  if (!slo) return undefined;
  const { word, tone } = sloWord(slo.worstStatus);
  return badge(word, tone);
}
