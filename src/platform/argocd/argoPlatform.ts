import { connectClient, type ClientConnection } from '../http/connectClient.js';
import { t } from '../../base/l10n.js';
import { problemOf, refusalError } from '../../contract/problem.js';
import type { ConfigSources, Overlay } from '../../model/engine.js';
import type { PlatformError } from '../../model/errors.js';
import type { AccessPart, DeploymentPart, OperationPart, PlacePart } from '../../model/parts.js';
import type { Platform } from '../../model/platform.js';
import type { Policy } from '../http/policy.js';
import { parseServerUrl } from '../http/url.js';
import { Argo } from './argo.js';
import type { ArgoRules } from './binding.js';
import { deploy } from './deploy.js';
import { deploymentAt, deploymentsOf, releasesOf } from './deployments.js';
import { missing, readId } from './ids.js';
import { readInfo, readMe } from './info.js';
import { pageOf } from './paging.js';
import { argoProblem } from './refusal.js';
import { serviceFits } from './serviceFits.js';
import { configSourceOfAll } from './sources.js';

export interface ArgoPlatformOptions extends ClientConnection {
  readonly rules?: ArgoRules;
}

/** An Argo CD behind the port: what it has no notion of is refused as `not-implemented` and not announced. */
export interface ArgoPlatform extends Platform {
  readonly overlay: Overlay;
  readonly sources: ConfigSources;
  readonly access: AccessPart;
  readonly deployments: DeploymentPart;
  readonly operations: OperationPart;
  readonly places: PlacePart;
}

/** Thousands of Applications are one answer, which a busy server takes its time for. */
const argoPolicy: Partial<Policy> = { maxAnswerBytes: 96 * 1024 * 1024, readDeadlineMs: 30_000 };

/** Throws `UserError` for a URL that must not be used. */
export function createArgoPlatform(options: ArgoPlatformOptions): ArgoPlatform {
  const url = parseServerUrl(options.url);
  const root = new URL(url);
  const client = connectClient(url, options, { policy: argoPolicy, problemIn: argoProblem });
  const argo = new Argo(client, url, options.rules ?? {});
  const { operations, permissions } = argo;
  return {
    url,
    getInfo: (call) => readInfo(client, root, call),
    getMe: (call) => readMe(client, call),
    listServices: async (query = {}, call) => {
      await argo.ready(call);
      const fits = serviceFits(query);
      // Whatever is not asked about need not be put together for more than a page.
      if (!fits) {
        const { items: names, ...page } = pageOf(argo.names(query.names), query);
        return { ...page, items: argo.services(names) };
      }
      return pageOf(argo.services(argo.names(query.names)).filter(fits), query);
    },
    getService: (service, call) => argo.service(service, call),
    listEnvironments: async (query = {}, call) => pageOf(await argo.environments(call), query),
    listOwners: () => Promise.resolve({ items: [] }),
    listTemplates: () => Promise.resolve({ items: [] }),
    listScorecards: () => Promise.resolve({ items: [] }),
    overlay: argo,
    sources: {
      of: async (service, environment, call) => {
        return configSourceOfAll(await argo.readAll(service, environment, call));
      },
    },
    access: { evaluate: (request, call) => permissions.evaluate(request, call) },
    places: argo,
    listReleases: async (service, query = {}, call) =>
      pageOf(releasesOf(await argo.readAll(service, undefined, call)), query),
    listDeployments: async (service, query = {}, call) =>
      deploymentsOf(await argo.readAll(service, query.environment, call), query, argo.commits, call),
    deployments: {
      get: async (service, id, call) => {
        const place = await argo.placeOf(service, id, call);
        return deploymentAt(place, readId(id).mark, argo.commits, call);
      },
      release: async (service, id, call) => {
        const release = releasesOf(await argo.readAll(service, undefined, call)).find(
          (each) => each.id === id,
        );
        if (!release) throw missing(t('Argo CD remembers no release {0} of {1}.', id, service));
        const [first] = await argo.boundTo(service, undefined, call);
        const commit = await argo.commits.of(first.app, id, call);
        return { ...release, ...(commit && { commit }) };
      },
    },
    planDeployment: async (service, request, call) => (await argo.plan(service, request, call)).plan,
    createDeployment: async (service, request, write) => {
      const places = await argo.readAll(service, request.environment, write);
      const place = { service, environment: request.environment };
      const apps = places.map(({ app }) => app);
      const before = await operations.asked(apps, write.idempotencyKey, write);
      if (before) return before;
      const planned = await argo.plan(service, request, write);
      return deploy({ client, feed: argo.feed, operations }, place, planned, request, write);
    },
    operations: {
      list: (query, call) => operations.list(query, call),
      resume: () => Promise.reject(absent(t('A sync of Argo CD does not wait: there is nothing to resume.'))),
    },
    getOperation: (operation, call) => operations.get(operation, call),
    cancelOperation: (operation, call) => operations.cancel(operation, call),
    operationEvents: (operation, call) => operations.events(operation, call),
    logs: (service, environment, query, call) => argo.logs(service, environment, query, call),
    watch: ({ signal, opened } = {}) => argo.follow(signal, opened),
    validateManifest: () => Promise.resolve([]),
    getOnCall: refuse,
    listResourceTypes: refuse,
    listSchemas: refuse,
    getSchema: refuse,
    createRelease: refuse,
    dispose: () => {
      argo.watch.dispose();
      options.transport.dispose();
    },
  };
}

const refuse = (): Promise<never> => Promise.reject(absent());

function absent(
  detail = t('Argo CD applies what Git has: releases, owners, schemas and people on call are elsewhere.'),
): PlatformError {
  const remediation = { text: t('Connect a catalogue beside it, or change Git.') };
  return refusalError(501, problemOf('not-implemented', { detail, remediation }), undefined);
}
