import { t } from '../../base/l10n.js';
import { problemOf } from '../../contract/problem.js';
import type { Service } from '../../model/catalog.js';
import { PlatformError } from '../../model/errors.js';
import { fitsLabels, readLabelSelector } from '../../model/labelSelector.js';
import type { ServiceQuery } from '../../model/platform.js';
import { plainRemote } from '../../model/remote.js';

const conditions = [
  'owner',
  'system',
  'tier',
  'type',
  'lifecycle',
  'repository',
  'labelSelector',
  'environment',
  'health',
  'q',
] as const;

/**
 * Whether a service is one that a query asks for; `undefined` where it asks for all. Throws `PlatformError`
 * `invalid-request` for what is no selector.
 */
export function serviceFits(query: ServiceQuery): ((service: Service) => boolean) | undefined {
  if (conditions.every((key) => query[key] === undefined)) return undefined;
  const labels = readLabelSelector(query.labelSelector ?? '', refuseSelector);
  const remote = query.repository === undefined ? undefined : plainRemote(query.repository);
  const words = query.q?.trim().toLowerCase() ?? '';
  // Owners, systems, tiers and types are the catalogue's: nothing here has any.
  const isElsewhere = conditions.slice(0, 5).some((key) => query[key] !== undefined);
  return ({ name, repository, labels: own = {}, environments = [] }) => {
    const places = environments.filter(
      ({ environment, health }) =>
        (query.environment === undefined || environment === query.environment) &&
        (query.health === undefined || health === query.health),
    );
    return (
      !isElsewhere &&
      name.toLowerCase().includes(words) &&
      fitsLabels(labels, own) &&
      (remote === undefined || plainRemote(repository?.url ?? '') === remote) &&
      (places.length > 0 || (query.environment === undefined && query.health === undefined))
    );
  };
}

function refuseSelector(part: string): PlatformError {
  const detail = t('Cannot read "{0}". Write a=b,c in (d,e),!f.', part);
  const errors = [{ pointer: '/labelSelector', detail }];
  return new PlatformError('invalid-request', detail, {
    problem: problemOf('invalid-request', { detail, errors }),
  });
}
