import { t } from '../../base/l10n.js';
import { refusal } from '../../contract/refusal.js';
import type { CallOptions } from '../../model/call.js';
import type { Platform } from '../../model/platform.js';
import { isManifestRelease } from '../../model/rendering.js';
import type { Layer } from './layer.js';
import { taggedDeployment, taggedOperation, taggedRefusal } from './operationIds.js';
import { refuse, type Runners } from './runners.js';
import { firstFound, pagesTogether } from './together.js';

type Delivery = Pick<
  Platform,
  | 'listReleases'
  | 'createRelease'
  | 'listDeployments'
  | 'planDeployment'
  | 'createDeployment'
  | 'logs'
  | 'deployments'
  | 'sources'
>;

/** Releases, deployments and logs: of the part that has the service in that environment. */
export function deliveryOf(runners: Runners, layers: readonly Layer[]): Delivery {
  const following = layers.filter(({ platform }) => platform.sources);
  return {
    async listReleases(service, query, call) {
      const { platform } = await runners.telling({ service }, 'releases', call);
      return platform.listReleases(service, query, call);
    },
    async createRelease(service, request, call) {
      const { platform } = await runners.changing({ service }, 'releases', call, 'Write');
      return platform.createRelease(service, request, call);
    },
    listDeployments: (service, query, call) => listDeployments(runners, service, query, call),
    async planDeployment(service, request, call) {
      const { environment } = request;
      const { platform, part } = await runners.changing({ service, environment }, 'deployments', call);
      if (isManifestRelease(request.release) && !part.offers('releases', 'Write')) {
        throw refusal(
          'invalid-request',
          t(
            '{0} runs {1} in {2} and takes no manifest. Change what it follows.',
            part.title,
            service,
            environment,
          ),
        );
      }
      return platform.planDeployment(service, request, call).catch(taggedRefusal(part.name));
    },
    async createDeployment(service, request, call) {
      const { environment } = request;
      const { platform, part } = await runners.changing({ service, environment }, 'deployments', call);
      const operation = await platform
        .createDeployment(service, request, call)
        .catch(taggedRefusal(part.name));
      return taggedOperation(part.name, operation);
    },
    async *logs(service, environment, query, call) {
      const { platform } = await runners.telling({ service, environment }, 'logs', call);
      yield* platform.logs(service, environment, query, call);
    },
    deployments: {
      get: async (service, deployment, call) =>
        firstFound(
          (await runners.sharing(service, 'deployments', call)).map(({ layer }) => async () => {
            const { deployments } = layer.platform;
            if (!deployments) return refuse();
            return taggedDeployment(layer.part.name, await deployments.get(service, deployment, call));
          }),
        ),
      release: async (service, release, call) =>
        firstFound(
          (await runners.sharing(service, 'deployments', call)).map(({ layer }) => async () => {
            const { deployments } = layer.platform;
            return deployments ? deployments.release(service, release, call) : refuse();
          }),
        ),
    },
    ...(following.length > 0 && {
      sources: {
        async of(service, environment, call) {
          const { platform } = await runners.changing({ service, environment }, 'deployments', call);
          return platform.sources?.of(service, environment, call);
        },
      },
    }),
  };
}

async function listDeployments(
  runners: Runners,
  service: string,
  query: Parameters<Platform['listDeployments']>[1] = {},
  call: CallOptions = {},
): ReturnType<Platform['listDeployments']> {
  const { pageSize, pageToken, ...filter } = query;
  const sharing = await runners.sharing(service, 'deployments', call);
  const { environment } = filter;
  const asked = environment === undefined ? sharing : sharing.filter(({ isIts }) => isIts(environment));
  return pagesTogether(
    asked.map(({ layer, isIts }) => ({
      name: layer.part.name,
      async read(page) {
        const { items, ...rest } = await layer.platform.listDeployments(
          service,
          { ...filter, ...page },
          call,
        );
        const its = items.filter((deployment) => isIts(deployment.environment));
        return { ...rest, items: its.map((deployment) => taggedDeployment(layer.part.name, deployment)) };
      },
    })),
    { ...(pageSize && { pageSize }), ...(pageToken !== undefined && { pageToken }) },
    ({ createdAt, startedAt, finishedAt }) => createdAt ?? startedAt ?? finishedAt ?? '',
  );
}
