import type { Operation } from '../../model/delivery.js';
import type { PlatformParts } from '../../model/parts.js';
import type { Layer } from './layer.js';
import { taggedOperation, taggedRefusal, untagged } from './operationIds.js';

type Running = Pick<PlatformParts, 'actions' | 'environments' | 'resources' | 'secrets' | 'templates'>;

/** What starts operations that belong to no deployment: of the first part that speaks it, named by that part. */
export function runningOf(layers: readonly Layer[]): Running {
  return {
    ...actions(layers),
    ...environments(layers),
    ...resources(layers),
    ...secrets(layers),
    ...templates(layers),
  };
}

type Tag = (started: Promise<Operation>) => Promise<Operation>;

function first<K extends keyof Running>(
  layers: readonly Layer[],
  key: K,
): { readonly part: NonNullable<Running[K]>; readonly tag: Tag } | undefined {
  for (const {
    part: { name },
    platform,
  } of layers) {
    const part: Running[K] = platform[key];
    if (!part) continue;
    const tag: Tag = async (started) => taggedOperation(name, await started.catch(taggedRefusal(name)));
    return { part, tag };
  }
  return undefined;
}

function actions(layers: readonly Layer[]): Running {
  const found = first(layers, 'actions');
  if (!found) return {};
  const { part, tag } = found;
  return {
    actions: {
      list: (query, call) => part.list(query, call),
      planRun: (name, request, call) => part.planRun(name, request, call),
      run: (name, request, call) => tag(part.run(name, request, call)),
    },
  };
}

function environments(layers: readonly Layer[]): Running {
  const found = first(layers, 'environments');
  if (!found) return {};
  const { part, tag } = found;
  return {
    environments: {
      get: (name, call) => part.get(name, call),
      planCreate: (request, call) => part.planCreate(request, call),
      create: (request, call) => tag(part.create(request, call)),
      planDelete: (name, call) => part.planDelete(name, call),
      delete: (name, confirmed, call) => tag(part.delete(name, confirmed, call)),
    },
  };
}

function resources(layers: readonly Layer[]): Running {
  const found = first(layers, 'resources');
  if (!found) return {};
  const { part, tag } = found;
  return {
    resources: {
      list: (query, call) => part.list(query, call),
      get: (id, call) => part.get(id, call),
      planCreate: (request, call) => part.planCreate(request, call),
      create: (request, call) => tag(part.create(request, call)),
      planDelete: (id, call) => part.planDelete(id, call),
      delete: (id, confirmed, call) => tag(part.delete(id, confirmed, call)),
    },
  };
}

function secrets(layers: readonly Layer[]): Running {
  const found = first(layers, 'secrets');
  if (!found) return {};
  const { part, tag } = found;
  return {
    secrets: {
      list: (service, environment, query, call) => part.list(service, environment, query, call),
      set: (service, environment, name, value, call) => part.set(service, environment, name, value, call),
      planRotate: (service, environment, name, rotation, call) =>
        part.planRotate(service, environment, name, rotation, call),
      rotate: (service, environment, name, rotation, call) =>
        tag(part.rotate(service, environment, name, rotation, call)),
    },
  };
}

function templates(layers: readonly Layer[]): Running {
  const found = first(layers, 'templates');
  if (!found) return {};
  const { part, tag } = found;
  const names = layers.map(({ part: { name } }) => name);
  const retry = part.retry?.bind(part);
  return {
    templates: {
      get: (name, call) => part.get(name, call),
      planRun: (name, request, call) => part.planRun(name, request, call),
      run: (name, request, call) => tag(part.run(name, request, call)),
      ...(retry && {
        retry: (id, request, call) => tag(retry(untagged(id, names)?.id ?? id, request, call)),
      }),
    },
  };
}
