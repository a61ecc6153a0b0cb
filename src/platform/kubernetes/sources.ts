import type { CallOptions } from '../../model/call.js';
import type { ConfigSource, ConfigSources } from '../../model/engine.js';
import { PlatformError } from '../../model/errors.js';
import { objectCall, type ListQuery } from './calls.js';
import { podTemplateOf, type Kind } from './objects.js';
import { imagesOf } from './release.js';
import type { World } from './world.js';

const gitRepositories: Kind = {
  group: 'source.toolkit.fluxcd.io',
  version: 'v1',
  kind: 'GitRepository',
  plural: 'gitrepositories',
};

/** Where Git keeps what Flux brings by a Kustomization. */
export function fluxSources(world: World): ConfigSources {
  return { of: (service, environment, call) => sourceOf(world, service, environment, call) };
}

async function sourceOf(
  world: World,
  service: string,
  environment: string,
  call?: CallOptions,
): Promise<ConfigSource | undefined> {
  const picture = await world.picture(call);
  const workloads = picture.workloads(service, environment);
  for (const workload of workloads) {
    const flux = picture.fluxOf(workload);
    const { sourceRef, path = '' } = flux?.spec ?? {};
    if (!flux || sourceRef?.kind !== 'GitRepository') continue;
    const namespace: ListQuery['namespace'] = sourceRef.namespace ?? flux.metadata.namespace;
    const spec = await workload.cluster
      .send(objectCall(gitRepositories, namespace, sourceRef.name), call)
      .then((repository) => repository.spec, unseen);
    if (spec?.url === undefined) continue;
    const commit = commitIn(flux.status?.lastAppliedRevision);
    return {
      repository: spec.url,
      // What Flux follows where nothing is said.
      branch: spec.ref?.branch ?? 'master',
      path: path.replace(/^\.?\/+|\/+$/g, '').replace(/^\.$/, ''),
      format: 'Kustomize',
      images: workloads.flatMap(({ object }) => imagesOf(podTemplateOf(object))),
      ...(commit !== undefined && { commit }),
    };
  }
  return undefined;
}

/** `main@sha1:abc` and, of older releases, `main/abc`. */
function commitIn(revision: string | undefined): string | undefined {
  return /(?:@sha(?:1|256):|\/)([0-9a-f]{7,64})$/.exec(revision ?? '')?.[1];
}

/** Who may not see where it is kept changes nothing there, and does the rest all the same. */
function unseen(error: unknown): undefined {
  if (!PlatformError.is(error, 'forbidden', 'not-found', 'not-a-platform')) throw error;
}
