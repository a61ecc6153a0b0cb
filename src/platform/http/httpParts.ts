import { partRoutes as routes } from '../../contract/partRoutes.js';
import type { CallOptions, Page, WriteOptions } from '../../model/platform.js';
import type { PipelinePart, PlatformParts } from '../../model/parts.js';
import type { Route } from '../../contract/route.js';
import type { Client } from './client.js';
import { readPipelineEvents } from './streams.js';

/** The platform API's parts of the port, spoken by a client. */
export function httpParts(client: Client): Required<PlatformParts> {
  return { ...readParts(client), ...workParts(client), ...observeParts(client) };
}

const key = ({ signal, idempotencyKey }: WriteOptions) => ({ signal, idempotencyKey });

function readParts(client: Client) {
  return {
    access: { evaluate: async (request, call) => client.send(routes.evaluateAccess(request), call) },
    audit: { list: async (query = {}, call) => client.send(routes.listAuditEvents(query), call) },
    catalog: {
      owner: async (ref, call) => client.send(routes.getOwner(ref), call),
      members: async (ref, query = {}, call) => client.send(routes.listOwnerMembers(ref, query), call),
      systems: async (query = {}, call) => client.send(routes.listSystems(query), call),
      system: async (name, call) => client.send(routes.getSystem(name), call),
    },
    deployments: {
      get: async (service, deployment, call) => client.send(routes.getDeployment(service, deployment), call),
      release: async (service, release, call) => client.send(routes.getRelease(service, release), call),
    },
    drift: { get: async (service, call) => client.send(routes.getDrift(service), call) },
    facets: {
      count: async (by, query = {}, call) => client.send(routes.listFacets(by, query), call),
    },
    pages: {
      list: async (query = {}, call) => client.send(routes.listPages(query), call),
      get: async (page, call) => client.send(routes.getPage(page), call),
    },
    places: {
      get: async (service, environment, call) =>
        client.send(routes.getServiceEnvironment(service, environment), call),
      events: async (service, environment, query = {}, call) =>
        client.send(routes.listEvents(service, environment, query), call),
    },
  } satisfies PlatformParts;
}

function workParts(client: Client) {
  return {
    actions: {
      list: async (query = {}, call) => client.send(routes.listActions(query), call),
      planRun: async (name, request, call) => client.send(routes.planActionRun(name, request), call),
      run: async (name, request, call) => client.send(routes.runAction(name, request), key(call)),
    },
    approvals: {
      approve: async (operation, decision, call) =>
        client.send(routes.approveOperation(operation, decision), call),
      reject: async (operation, decision, call) =>
        client.send(routes.rejectOperation(operation, decision), call),
    },
    environments: {
      get: async (environment, call) => client.send(routes.getEnvironment(environment), call),
      planCreate: async (request, call) => client.send(routes.planCreateEnvironment(request), call),
      create: async (request, call) => client.send(routes.createEnvironment(request), key(call)),
      planDelete: async (environment, call) => client.send(routes.planDeleteEnvironment(environment), call),
      delete: async (environment, confirmed, call) =>
        client.send(routes.deleteEnvironment(environment, confirmed), key(call)),
    },
    operations: {
      list: async (query = {}, call) => client.send(routes.listOperations(query), call),
      resume: async (operation, decision = {}, call) =>
        client.send(routes.resumeOperation(operation, decision), call),
    },
    resources: {
      list: async (query = {}, call) => client.send(routes.listResources(query), call),
      get: async (resource, call) => client.send(routes.getResource(resource), call),
      planCreate: async (request, call) => client.send(routes.planCreateResource(request), call),
      create: async (request, call) => client.send(routes.createResource(request), key(call)),
      planDelete: async (resource, call) => client.send(routes.planDeleteResource(resource), call),
      delete: async (resource, confirmed, call) =>
        client.send(routes.deleteResource(resource, confirmed), key(call)),
    },
    secrets: {
      list: async (service, environment, query = {}, call) =>
        client.send(routes.listSecrets(service, environment, query), call),
      set: async (service, environment, secret, value, call) =>
        client.send(routes.setSecret({ service, environment, secret }, value), call),
      planRotate: async (service, environment, secret, rotation, call) =>
        client.send(routes.planRotateSecret({ service, environment, secret }, rotation), call),
      rotate: async (service, environment, secret, rotation, call) =>
        client.send(routes.rotateSecret({ service, environment, secret }, rotation), key(call)),
    },
    templates: {
      get: async (name, call) => client.send(routes.getTemplate(name), call),
      planRun: async (name, request, call) => client.send(routes.planTemplateRun(name, request), call),
      run: async (name, request, call) => client.send(routes.runTemplate(name, request), key(call)),
    },
  } satisfies PlatformParts;
}

function observeParts(client: Client) {
  return {
    feedback: { send: async (request, call) => client.send(routes.createFeedback(request), call) },
    incidents: {
      list: async (query = {}, call) => client.send(routes.listIncidents(query), call),
      get: async (incident, call) => client.send(routes.getIncident(incident), call),
      create: async (request, call) => client.send(routes.createIncident(request), call),
      update: async (incident, patch, call) => client.send(routes.updateIncident(incident, patch), call),
    },
    measures: {
      dora: async (service, query, call) => client.send(routes.getDora(service, query), call),
      portfolio: async (query = {}, call) => client.send(routes.getPortfolio(query), call),
      slos: async (service, query = {}, call) => everyItem(client, routes.listSlos(service, query), call),
      scorecards: async (service, call) => everyItem(client, routes.listScorecardResults(service), call),
    },
    pipelines: pipelinePart(client),
  } satisfies PlatformParts;
}

function pipelinePart(client: Client): PipelinePart {
  return {
    list: async (service, query = {}, call) => client.send(routes.listPipelineRuns(service, query), call),
    get: async (run, call) => client.send(routes.getPipelineRun(run), call),
    events: (run, call = {}) => readPipelineEvents(client, run, call),
  };
}

/** The items of a list that has no pages. */
async function everyItem<T>(
  client: Client,
  route: Route<Page<T>>,
  call?: CallOptions,
): Promise<readonly T[]> {
  return (await client.send(route, call)).items;
}
