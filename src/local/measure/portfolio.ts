import type { components } from '../../contract/generated/wire.js';
import { t } from '../../base/l10n.js';
import type { Service } from '../../model/catalog.js';
import type { ScorecardResult } from '../scorecards/scorecards.js';
import type { Slo } from '../slo/budget.js';
import type { DeploymentRecord, IncidentRecord, OperationRecord } from '../store/state.js';
import { doraOf } from './dora.js';
import { checkCounts } from './checkCounts.js';
import { onboardingOf } from './onboarding.js';
import { satisfactionOf, type Rating } from './satisfaction.js';
import { selfServiceShareOf } from './selfService.js';

export type Portfolio = Omit<components['schemas']['PortfolioMetrics'], 'owner' | 'system'>;
type Attention = components['schemas']['Attention'];

/** Everything of the services of one owner or system. */
export interface PortfolioFacts {
  readonly services: readonly Service[];
  /** Names of the environments for production. */
  readonly production: readonly string[];
  /** Of production environments. */
  readonly slos: readonly { readonly service: string; readonly slo: Slo }[];
  readonly scorecards: readonly { readonly service: string; readonly result: ScorecardResult }[];
  readonly incidents: readonly IncidentRecord[];
  readonly deployments: readonly DeploymentRecord[];
  readonly operations: readonly OperationRecord[];
  readonly feedback: readonly Rating[];
  /** Of each service that can be told: its first commit, ms since 1970. */
  readonly firstCommits: ReadonlyMap<string, number>;
  /** ms since 1970. */
  readonly from: number;
  readonly to: number;
}

const mostAttention = 50;

/** The figures of one owner or system. Never of several side by side: they are no league table. */
export function portfolioOf(facts: PortfolioFacts): Portfolio {
  const { services, slos, incidents, from, to } = facts;
  const statuses = slos.map(({ slo }) => slo.status);
  const count = (status: string): number => statuses.filter((item) => item === status).length;
  const templates = services.flatMap(({ template }) => template?.status ?? []);
  const inProduction = facts.deployments.filter(({ environment }) => facts.production.includes(environment));
  const delivery = doraOf(inProduction, from, to);
  return {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    services: services.length,
    health: healthCounts(services),
    ...(statuses.length > 0 && {
      slos: {
        met: count('Met'),
        atRisk: count('AtRisk'),
        breached: count('Breached'),
        noData: count('NoData'),
      },
    }),
    openIncidents: incidents.length,
    scorecards: tally(
      facts.scorecards.map(({ result }) => ({
        name: result.name,
        ...(result.level !== undefined && { level: result.level }),
      })),
    ),
    templates: tally(templates.map((status) => ({ status }))),
    ...delivery,
    attention: attention(facts).slice(0, mostAttention),
    ...pathFigures(facts, inProduction, delivery.notes),
  };
}

/** How well the golden path carries: checks, onboarding, self-service, satisfaction. What is not known is said in a note. */
function pathFigures(
  { scorecards, services, operations, feedback, firstCommits, from, to }: PortfolioFacts,
  inProduction: readonly DeploymentRecord[],
  notes: readonly string[] = [],
): Partial<Portfolio> {
  const names = new Set(services.map(({ name }) => name));
  const ofThem = operations
    .map(({ operation }) => operation)
    .filter(({ service }) => service !== undefined && names.has(service));
  const onboarding = onboardingOf(inProduction, firstCommits, from, to);
  const selfServiceShare = selfServiceShareOf(ofThem, from, to);
  const satisfaction = satisfactionOf(
    feedback.filter(({ service }) => service === undefined || names.has(service)),
    from,
    to,
  );
  const missing = [
    ...notes,
    ...(onboarding.note === undefined ? [] : [onboarding.note]),
    ...(selfServiceShare === undefined ? [t('No change has succeeded in this time.')] : []),
    ...(satisfaction.length === 0 ? [t('Nobody gave a rating in this time.')] : []),
  ];
  return {
    checks: checkCounts(scorecards),
    ...(onboarding.secondsP50 !== undefined && { onboardingSecondsP50: onboarding.secondsP50 }),
    ...(selfServiceShare !== undefined && { selfServiceShare }),
    ...(satisfaction.length > 0 && { satisfaction }),
    ...(missing.length > 0 && { notes: missing }),
  };
}

function healthCounts(services: readonly Service[]): NonNullable<Portfolio['health']> {
  return tally(
    services.flatMap(({ environments = [] }) =>
      environments
        .filter(({ current }) => current !== undefined)
        .map(({ environment, health }) => ({ environment, health })),
    ),
  );
}

/** Equal things counted as `services`; members that are undefined are left out. */
function tally<T extends object>(items: readonly T[]): (T & { readonly services: number })[] {
  const counts = new Map<string, T & { readonly services: number }>();
  for (const item of items) {
    const key = JSON.stringify(item);
    const known = JSON.parse(key) as T;
    counts.set(key, { ...known, services: (counts.get(key)?.services ?? 0) + 1 });
  }
  return [...counts.values()];
}

/** Worst first. */
function attention(facts: PortfolioFacts): readonly Attention[] {
  const { services, slos, scorecards, incidents, operations } = facts;
  const names = new Set(services.map(({ name }) => name));
  const ofSlo = (status: string, reason: string, message: (name: string) => string): Attention[] =>
    slos
      .filter(({ slo }) => slo.status === status)
      .map(({ service, slo }) => ({
        service,
        ...(slo.environment !== undefined && { environment: slo.environment }),
        reason,
        message: message(slo.name),
      }));
  const leaves = services.flatMap(({ name, environments = [] }) =>
    environments.map((leaf) => ({ service: name, ...leaf })),
  );
  return [
    ...incidents.map(({ service = '', environment, title }) => ({
      service,
      ...(environment !== undefined && { environment }),
      reason: 'Incident',
      message: title,
    })),
    ...leaves
      .filter(({ health, current }) => health === 'Degraded' && current !== undefined)
      .map(({ service, environment, message }) => ({
        service,
        environment,
        reason: 'Degraded',
        message: message ?? t('It is not healthy.'),
      })),
    ...ofSlo('Breached', 'SloBreached', (name) => t('The error budget of "{0}" is used up.', name)),
    ...leaves
      .filter(({ health, current }) => health === 'Degraded' && current === undefined)
      .map(({ service, environment, message }) => ({
        service,
        environment,
        reason: 'DeploymentFailed',
        message: message ?? t('The last deployment failed.'),
      })),
    ...operations
      .filter(({ operation }) => operation.state === 'Blocked' && names.has(operation.service ?? ''))
      .map(({ operation: { service = '', environment, message } }) => ({
        service,
        ...(environment !== undefined && { environment }),
        reason: 'OperationBlocked',
        message: message ?? t('A change waits.'),
      })),
    ...ofSlo('AtRisk', 'SloAtRisk', (name) => t('The error budget of "{0}" is at risk.', name)),
    ...scorecards
      .filter(({ result }) => result.level === undefined)
      .map(({ service, result }) => ({
        service,
        reason: 'ScorecardFailing',
        message: t('"{0}" has not reached its first level.', result.title ?? result.name),
      })),
    ...services
      .filter(
        ({ template }) => template?.status === 'UpdateAvailable' || template?.status === 'SecurityUpdate',
      )
      .map(({ name, template }) => ({
        service: name,
        reason: 'TemplateBehind',
        message: t(
          'Its template is at {0}; it was made from {1}.',
          template?.latestVersion ?? '',
          template?.version ?? '',
        ),
      })),
  ];
}
