import { t } from '../../base/l10n.js';
import type { Deployment } from '../../model/delivery.js';
import type { Incident } from '../../model/incident.js';
import type { PipelineRun } from '../../model/pipelineRun.js';
import { verdictOf, type ScorecardResult } from '../../model/scorecard.js';
import { actorName } from '../../model/reference.js';
import { shareBar } from '../charts/shares.js';
import { dataTable } from '../charts/table.js';
import { el, type Child } from '../charts/view.js';
import type { Formats } from './formats.js';
import type { Neighbour } from './model.js';
import { badge, button, link, moment, named, quiet } from './pieces.js';
import { checkWord, deploymentKind, healthWord, incidentWord, runKind, stateWord } from './words.js';

/** Incidents, open ones first. */
export function incidentList(
  incidents: readonly Incident[],
  formats: Formats,
  versionOf: (deployment: string) => string | undefined = () => undefined,
): Child {
  if (incidents.length === 0) return quiet(t('No incident.'));
  const open = incidents.filter(({ status }) => status !== 'Resolved');
  const rest = incidents.filter(({ status }) => status === 'Resolved');
  const after = (deployment: string | undefined): string =>
    deployment === undefined ? '' : (versionOf(deployment) ?? deployment);
  return dataTable({
    caption: t('Incidents'),
    columns: [t('Incident'), t('State'), t('Environment'), t('Since'), t('After deployment')].map(
      (label) => ({
        label,
      }),
    ),
    rows: [...open, ...rest].map((incident) => {
      const { word, tone } = incidentWord(incident.status);
      return {
        key: incident.id,
        cells: [
          link(incident.links?.[0]?.url, incident.title),
          badge(word, tone),
          incident.environment ?? '',
          moment(formats.dateTime(incident.createdAt)),
          after(incident.suspectedDeployment),
        ],
      };
    }),
  });
}

/** Deployments, newest first. */
export function deploymentList(deployments: readonly Deployment[], formats: Formats): Child {
  if (deployments.length === 0) return quiet(t('Nothing has been deployed yet.'));
  return dataTable({
    caption: t('Recent deployments'),
    columns: [t('Version'), t('Environment'), t('What'), t('State'), t('When'), t('Who'), t('Changes')].map(
      (label) => ({ label }),
    ),
    rows: deployments.map((deployment) => {
      const { word, tone } = stateWord(deployment.state);
      const failed = deployment.outcome === 'Failed' && deployment.state !== 'Failed';
      return {
        key: deployment.id,
        cells: [
          deployment.release.version,
          deployment.environment,
          deploymentKind(deployment.kind),
          [badge(word, tone), failed && [' ', badge(t('needed intervention'), 'bad')]],
          moment(formats.dateTime(deployment.finishedAt ?? deployment.createdAt)),
          actorName(deployment.createdBy) ?? '',
          deployment.commits?.[0]?.message ?? deployment.reasonText ?? '',
        ],
      };
    }),
  });
}

/** Builds, tests and scans, newest first. */
export function runList(runs: readonly PipelineRun[], formats: Formats): Child {
  if (runs.length === 0) return quiet(t('No pipeline has run yet.'));
  return dataTable({
    caption: t('Pipeline runs'),
    columns: [t('Run'), t('State'), t('Commit'), t('When'), t('Tests')].map((label) => ({ label })),
    rows: runs.map((run) => {
      const { word, tone } = stateWord(run.state);
      const number = run.number === undefined ? '' : ` #${run.number}`;
      const name = run.title ?? `${runKind(run.kind)}${number}`;
      return {
        key: run.id,
        cells: [
          link(run.url, name),
          [badge(word, tone), run.message !== undefined && run.state === 'Failed' && ` ${run.message}`],
          [run.commit?.id.slice(0, 7), run.commit?.message].filter((text) => text !== undefined).join(' '),
          moment(formats.dateTime(run.finishedAt ?? run.createdAt)),
          run.tests
            ? t('{0} passed, {1} failed', formats.number(run.tests.passed), formats.number(run.tests.failed))
            : '',
        ],
      };
    }),
  });
}

/** The order of checks: what is to be done comes first. */
const order = ['failed', 'unknown', undefined, 'passed'] as const;

/** Scorecards with their checks; those that fail first, each with its remedy. */
export function scorecardList(results: readonly ScorecardResult[], service: string): Child {
  if (results.length === 0) return quiet(t('No scorecard is about this service.'));
  return results.map((result) => {
    const verdicts = result.checks.map(verdictOf);
    const [failed = 0, unknown = 0, , passed = 0] = order.map(
      (each) => verdicts.filter((verdict) => verdict === each).length,
    );
    return el(
      'article',
      { class: 'card', 'data-key': result.name },
      el('h3', {}, result.title ?? result.name),
      el(
        'p',
        { class: 'withBar' },
        [
          result.level === undefined ? t('No level reached') : t('Level {0}', result.level),
          t('{0} of {1} checks passed', passed, passed + failed + unknown),
          ...(unknown === 0 ? [] : [t('{0} not known', unknown)]),
          ...(result.nextLevel === undefined ? [] : [t('next: {0}', result.nextLevel)]),
        ].join(' · '),
        shareBar([
          { value: passed, tone: 'good' },
          { value: failed, tone: 'bad' },
          { value: unknown, tone: 'unknown' },
        ]),
      ),
      dataTable({
        caption: t('Checks of {0}', result.title ?? result.name),
        columns: [t('Check'), t('State'), t('Level'), t('Remedy')].map((label) => ({ label })),
        rows: [...result.checks]
          .sort((a, b) => order.indexOf(verdictOf(a)) - order.indexOf(verdictOf(b)))
          .map((check) => {
            const { word, tone } = checkWord(check.state);
            const isOpen = check.state === 'Failed' || check.state === 'Error';
            return {
              key: check.name,
              cells: [
                check.title ?? check.name,
                badge(word, tone),
                check.level ?? '',
                isOpen && [
                  remedy(check),
                  check.pointer !== undefined &&
                    button(
                      t('Open Manifest'),
                      'openManifest',
                      { service, pointer: check.pointer },
                      { quiet: true, spoken: t('Open the manifest at {0}', check.title ?? check.name) },
                    ),
                ],
              ],
            };
          }),
      }),
    );
  });
}

function remedy({ remediation, message }: ScorecardResult['checks'][number]): Child {
  const text = remediation?.text ?? message;
  return text === undefined ? undefined : [link(remediation?.url, text), ' '];
}

/** What this service needs, and what needs it. */
export function neighbourList(neighbours: readonly Neighbour[]): Child {
  if (neighbours.length === 0) return quiet(t('It names no dependency, and nothing here names it.'));
  return dataTable({
    caption: t('Dependencies'),
    columns: [t('Name'), t('Direction'), t('Health')].map((label) => ({ label })),
    rows: neighbours.map(({ name, reference, direction, health }) => {
      const known = health === undefined ? undefined : healthWord(health);
      return {
        key: `${direction} ${name}`,
        cells: [
          known ? button(name, 'openService', { service: name }, { quiet: true }) : named(name, reference),
          direction === 'needs' ? t('needed by this service') : t('needs this service'),
          known ? badge(known.word, known.tone) : t('not known here'),
        ],
      };
    }),
  });
}
