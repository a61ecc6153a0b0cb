import { t } from '../../base/l10n.js';
import { problemOf } from '../../contract/problem.js';
import type { Service } from '../../model/catalog.js';
import { PlatformError } from '../../model/errors.js';
import { fitsLabels, readLabelSelector, type LabelDemand } from '../../model/labelSelector.js';
import type { ServiceQuery } from '../../model/platform.js';
import { plainRemote } from '../../model/remote.js';
import type { Conditions } from './calls.js';
import { fullRef, readRef, shortName } from './entityRef.js';

/** A query in the words of the server, and what is left to be looked at in its answers. */
export interface ServiceFilter {
  readonly conditions: Conditions;
  /** What the conditions demand, of a service that was read by its name. */
  readonly meetsConditions: (service: Service) => boolean;
  /** What no condition can say. */
  readonly fits: (service: Service) => boolean;
}

/** Throws `PlatformError` `invalid-request` for a label selector that cannot be read. */
export function serviceFilter(query: ServiceQuery): ServiceFilter {
  const labels = readLabelSelector(query.labelSelector ?? '', refuseSelector);
  const remote = query.repository === undefined ? undefined : plainRemote(query.repository);
  const owner = refIn(query.owner, 'group');
  const system = query.system === undefined ? undefined : readRef(query.system, 'system');
  const plain = (['type', 'lifecycle'] as const).flatMap((key) => {
    const wanted = query[key];
    return wanted === undefined ? [] : [[key, wanted] as const];
  });
  return {
    conditions: {
      ...conditionsOf('component', query),
      ...Object.fromEntries(plain.map(([key, wanted]) => [`spec.${key}`, wanted])),
      ...Object.fromEntries(labels.flatMap(labelCondition)),
    },
    meetsConditions: (service) =>
      (owner === undefined || service.owner === owner) &&
      (query.system === undefined || (system && service.system === shortName(system)) === true) &&
      plain.every(([key, wanted]) => service[key] === wanted),
    fits: (service) =>
      (remote === undefined || plainRemote(service.repository?.url ?? '') === remote) &&
      fitsLabels(labels, service.labels ?? {}),
  };
}

/** Entities of a kind that an owner has, that a system is made of. */
export function conditionsOf(
  kind: string,
  { owner, system }: { readonly owner?: string; readonly system?: string },
): Conditions {
  return {
    kind,
    ...(owner !== undefined && { 'relations.ownedBy': refIn(owner, 'group') }),
    ...(system !== undefined && { 'relations.partOf': refIn(system, 'system') }),
  };
}

/** In full; what is no reference stays as it is: nothing has that owner. */
function refIn(text: string, kind: string): string;
function refIn(text: string | undefined, kind: string): string | undefined;
function refIn(text: string | undefined, kind: string): string | undefined {
  const ref = text === undefined ? undefined : readRef(text, kind);
  return ref ? fullRef(ref) : text;
}

function labelCondition({ label, how, values }: LabelDemand): readonly [string, Conditions[string]][] {
  const field = `metadata.labels.${label}`;
  if (how === 'exists') return [[field, true]];
  // An empty value is told by looking: the server has no word for it.
  return how === 'in' && !values.includes('') ? [[field, values]] : [];
}

function refuseSelector(part: string): PlatformError {
  const detail = t('Cannot read "{0}". Write a=b,c in (d,e),!f.', part);
  const errors = [{ pointer: '/labelSelector', detail }];
  return new PlatformError('invalid-request', detail, {
    problem: problemOf('invalid-request', { detail, errors }),
  });
}
