import { t } from '../../base/l10n.js';
import type { components } from '../../contract/generated/wire.js';
import { UserError } from '../../model/errors.js';
import type { PlannedRun } from '../http/runAnswer.js';
import { nativeTypes } from '../manifest/resources.js';
import { currentDeployment } from '../store/changes.js';
import type { LocalState, ResourceRecord } from '../store/state.js';
import { resourceId, type Resources, type ResourceWish } from './resources.js';

type Wire = components['schemas'];

/** A resource as the contract shows it: sensitive outputs by name only. */
export function wireResource(record: ResourceRecord, resources: Resources): Wire['Resource'] {
  const provider = resources.provider(record.type);
  const values = resources.values(record);
  const report = resources.running(record.id)?.report;
  const missing = provider?.missing();
  const state =
    report?.health === 'Healthy' ? 'Active' : report?.health === 'Progressing' ? 'Provisioning' : 'Failed';
  const message = missing ?? report?.message;
  const lastTransitionTime = resources.running(record.id)?.startedAt ?? record.createdAt;
  return {
    id: record.id,
    name: record.name,
    type: record.type,
    environment: record.environment,
    services: [...record.services],
    state,
    outputs: (provider?.outputs ?? []).map(({ name, sensitive }) =>
      sensitive ? { name, sensitive } : { name, value: values[name] ?? '' },
    ),
    deletionPolicy: record.deletionPolicy,
    ...(state !== 'Active' &&
      message !== undefined && {
        conditions: [{ type: 'Ready', status: 'False', reason: state, lastTransitionTime, message }],
      }),
  };
}

/** The types on offer: those that come with a service, and the servers that can be provisioned. */
export function wireResourceTypes(resources: Resources): readonly Wire['ResourceType'][] {
  const native = nativeTypes.map((type) => ({ type, title: titles()[type] ?? type }));
  const schema = {
    type: 'object',
    properties: {
      deletionPolicy: {
        type: 'string',
        enum: ['Retain', 'Delete'],
        default: 'Retain',
        title: t('Deletion policy'),
        description: t('Whether its data is kept when it is given back.'),
      },
    },
  };
  const provided = resources.providers.map((provider) => ({
    type: provider.type,
    title: provider.title,
    parameters: [{ title: provider.title, schema }],
    outputs: provider.outputs.map(({ name, sensitive }) => ({ name, sensitive })),
  }));
  return [...native, ...provided].sort((a, b) => (a.type < b.type ? -1 : 1));
}

/** Provisions a resource that stands alone. Throws `UserError` for a type nobody provisions. */
export function planCreate(wish: ResourceWish, request: unknown, resources: Resources): PlannedRun {
  const provider = resources.provider(wish.type);
  if (!provider) {
    throw new UserError(
      'local.resource-type',
      nativeTypes.includes(wish.type)
        ? t('A resource of type {0} comes with the service that names it; it is not made alone.', wish.type)
        : t('There is no resource type {0} here.', wish.type),
    );
  }
  const id = resourceId(wish);
  const missing = provider.missing();
  const known = resources.records.some((record) => record.id === id);
  const resource = `${wish.type}/${wish.name}`;
  return {
    spec: {
      kind: 'ResourceProvision',
      title: t('Provision {0} "{1}" in {2}', provider.title, wish.name, wish.environment),
      environment: wish.environment,
      ...(wish.service !== undefined && { service: wish.service }),
      target: `/resources/${id}`,
      request,
    },
    plan: {
      changes: [{ action: known ? 'NoOp' : 'Create', resource }],
      ...(missing !== undefined && {
        blocks: [{ reason: 'ResourceUnavailable', name: wish.name, message: missing }],
      }),
    },
    work: async (run) => {
      const record = await run.step('provision', t('Provision'), () =>
        resources.make(wish, run.signal, run.log),
      );
      return { resource: record.id };
    },
  };
}

/** Gives a resource back; blocked while a deployed service uses it. */
export function planDelete(
  record: ResourceRecord,
  request: unknown,
  resources: Resources,
  state: LocalState,
): PlannedRun {
  const users = record.services.filter((service) => currentDeployment(state, service, record.environment));
  const destructive = record.deletionPolicy === 'Delete';
  const message = destructive ? t('Its data is deleted with it.') : t('Its data is kept.');
  return {
    spec: {
      kind: 'ResourceDelete',
      title: t('Delete {0} "{1}" in {2}', record.type, record.name, record.environment),
      environment: record.environment,
      target: `/resources/${record.id}`,
      request,
    },
    plan: {
      changes: [{ action: 'Delete', resource: `${record.type}/${record.name}`, destructive, message }],
      ...(users.length > 0 && {
        blocks: [
          {
            reason: 'InUse',
            name: users[0] ?? '',
            message: t('It is used in {0} by: {1}.', record.environment, users.join(', ')),
          },
        ],
      }),
    },
    work: async (run) => {
      await run.step('delete', t('Delete'), () => resources.remove(record));
      return { resource: record.id };
    },
  };
}

function titles(): Readonly<Record<string, string>> {
  return {
    service: t('Another service'),
    route: t('Route'),
    dns: t('Host name'),
    volume: t('Volume'),
    environment: t('Values of the environment'),
  };
}
