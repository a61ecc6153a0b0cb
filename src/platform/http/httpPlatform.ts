import { connectClient, type ClientConnection } from './connectClient.js';
import { routes } from '../../contract/routes.js';
import type { Platform, WriteOptions } from '../../model/platform.js';
import { httpParts } from './httpParts.js';
import { readLogs, readOperationEvents, readWatch } from './streams.js';
import { parsePlatformUrl } from './url.js';

export type HttpPlatformOptions = ClientConnection;

/** A platform that serves schemas/platform-api.yaml. Throws `UserError` for a URL that must not be used. */
export function createHttpPlatform(options: HttpPlatformOptions): Platform {
  const url = parsePlatformUrl(options.url);
  const client = connectClient(url, options);
  const write = ({ signal, idempotencyKey }: WriteOptions) => ({ signal, idempotencyKey });
  return {
    url,
    getInfo: async (call) => client.send(routes.getPlatform(), call),
    getMe: async (call) => client.send(routes.getMe(), call),
    listServices: async (query, call) => client.send(routes.listServices(query), call),
    getService: async (service, call) => client.send(routes.getService(service), call),
    listEnvironments: async (query, call) => client.send(routes.listEnvironments(query), call),
    listOwners: async (query, call) => client.send(routes.listOwners(query), call),
    getOnCall: async (service, call) => client.send(routes.getOnCall(service), call),
    listTemplates: async (query, call) => client.send(routes.listTemplates(query), call),
    listResourceTypes: async (query, call) => client.send(routes.listResourceTypes(query), call),
    listScorecards: async (query, call) => client.send(routes.listScorecards(query), call),
    listSchemas: async (query, call) => client.send(routes.listSchemas(query), call),
    getSchema: async (id, call) => client.send(routes.getSchema(id), call),
    validateManifest: async (yaml, call) => client.send(routes.validateManifest(yaml), call),
    listReleases: async (service, query, call) => client.send(routes.listReleases(service, query), call),
    createRelease: async (service, request, call) =>
      client.send(routes.createRelease(service, request), write(call)),
    listDeployments: async (service, query, call) =>
      client.send(routes.listDeployments(service, query), call),
    planDeployment: async (service, request, call) =>
      client.send(routes.planDeployment(service, request), call),
    createDeployment: async (service, request, call) =>
      client.send(routes.createDeployment(service, request), write(call)),
    getOperation: async (operation, call) => client.send(routes.getOperation(operation), call),
    cancelOperation: async (operation, call) => client.send(routes.cancelOperation(operation), call),
    operationEvents: (operation, call = {}) => readOperationEvents(client, operation, call),
    logs: (service, environment, query = {}, call = {}) =>
      readLogs(client, service, environment, query, call),
    watch: (call = {}) => readWatch(client, call),
    ...httpParts(client),
    dispose: () => options.transport.dispose(),
  };
}
