import { t } from '../../base/l10n.js';
import type { Service } from '../../model/catalog.js';
import type { Slo } from '../slo/budget.js';

export interface CheckAnswer {
  readonly state: 'Passed' | 'Failed' | 'NotApplicable' | 'Unknown';
  readonly message?: string;
}

/** Decides a check with `evaluation: Platform` by its name. */
export type PlatformCheck = (name: string) => CheckAnswer;

export interface CheckFacts {
  readonly service: Service;
  /** Names of the environments for production. */
  readonly production: readonly string[];
  readonly slos: readonly Slo[];
  readonly openIncidents: number;
  readonly isOnCallKnown: boolean;
  /** ms since 1970. */
  readonly lastDeployedAt: number | undefined;
  readonly now: number;
}

const recentDays = 30;

const checks: Readonly<Record<string, (facts: CheckFacts) => CheckAnswer>> = {
  'in-production': ({ service, production }) =>
    verdict(
      (service.environments ?? []).some(
        ({ environment, current }) => current !== undefined && production.includes(environment),
      ),
      () => t('It is not deployed to production.'),
    ),
  healthy: ({ service }) => {
    const deployed = (service.environments ?? []).filter(({ current }) => current !== undefined);
    if (deployed.length === 0) return { state: 'NotApplicable', message: t('It is not deployed.') };
    const bad = deployed.find(({ health }) => health !== 'Healthy' && health !== 'Suspended');
    return verdict(!bad, () => t('It is {0} in {1}.', bad?.health ?? '', bad?.environment ?? ''));
  },
  'no-open-incidents': ({ openIncidents }) =>
    verdict(openIncidents === 0, () => t('{0} incidents are open.', openIncidents)),
  'error-budget-left': ({ slos }) => {
    const measured = slos.filter(({ status }) => status !== 'NoData');
    if (measured.length === 0) return { state: 'Unknown', message: t('No objective has been measured yet.') };
    const breached = measured.find(({ status }) => status === 'Breached');
    return verdict(!breached, () => t('The error budget of "{0}" is used up.', breached?.name ?? ''));
  },
  'deployed-recently': ({ lastDeployedAt, now }) =>
    verdict(lastDeployedAt !== undefined && now - lastDeployedAt < recentDays * 86_400_000, () =>
      t('It was not deployed in the last {0} days.', recentDays),
    ),
  'on-call-known': ({ isOnCallKnown }) =>
    verdict(isOnCallKnown, () => t('Nobody is known to be on call: add the owner’s Group document.')),
  'template-current': ({ service }) => {
    const status = service.template?.status;
    if (status === undefined) return { state: 'NotApplicable', message: t('It was made from no template.') };
    if (status === 'Unknown') return { state: 'Unknown', message: t('Its template is not known here.') };
    return verdict(status === 'UpToDate', () => t('Its template has a newer version.'));
  },
};

/** The checks that the local platform can make of a service. A name it does not know is `Unknown`, never passed. */
export function platformChecks(facts: CheckFacts): PlatformCheck {
  return (name) => {
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
    if (check) return check(facts);
    const known = Object.keys(checks).join(', ');
    return {
      state: 'Unknown',
      message: t('The local platform has no check "{0}". It has: {1}.', name, known),
    };
  };
}

function verdict(holds: boolean, why: () => string): CheckAnswer {
  return holds ? { state: 'Passed' } : { state: 'Failed', message: why() };
}
