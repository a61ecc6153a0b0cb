/** A state of the local platform with many services, some of them deployed; nothing of it can be started. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const deployedEvery = 200;
const at = '2026-01-01T00:00:00.000Z';
const actor = { id: 'user:default/bench' };

/** @param {string} data @param {number} count */
export function writeSeed(data, count) {
  const services = Array.from({ length: count }, (_, index) => service(index)).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
  const releases = services.map(release);
  const deployments = releases
    .filter((_, index) => index % deployedEvery === 0)
    .flatMap((item) => ['development', 'staging', 'production'].map((where) => deployment(item, where)));
  const state = {
    schemaVersion: 2,
    services,
    releases,
    deployments,
    operations: [],
    environments: [],
    idempotency: [],
    resources: [],
    policies: [],
    waiting: [],
    incidents: [],
    pipelineRuns: [],
    previews: [],
  };
  mkdirSync(data, { recursive: true, mode: 0o700 });
  writeFileSync(path.join(data, 'state.json'), JSON.stringify(state), { mode: 0o600 });
}

function service(index) {
  const name = `service-${index}`;
  return {
    name,
    repository: { url: `https://example.com/org/repo-${index % 500}`, path: name },
    updatedAt: at,
    manifest: {
      apiVersion: 'goldenpath.dev/v1alpha1',
      kind: 'Service',
      metadata: {
        name,
        title: `Service ${index}`,
        description: `The service of number ${index}, which does what its name says.`,
        labels: { zone: 'abc'[index % 3], tier: String(index % 4) },
        tags: ['node'],
      },
      spec: {
        type: index % 5 === 0 ? 'worker' : 'service',
        owner: `team-${index % 100}`,
        system: `system-${index % 40}`,
        lifecycle: index % 3 === 0 ? 'experimental' : 'production',
        tier: String(index % 4),
        workload: {
          containers: { main: { image: '.', command: ['node', 'server.js'] } },
          service: { ports: { web: { port: 80, targetPort: 8080 } } },
        },
      },
    },
  };
}

function release({ name, manifest }) {
  return {
    id: `rel_${name}`,
    service: name,
    version: '1a2b3c4',
    createdAt: at,
    manifest,
    configDigest: 'sha256:0',
    contentDigest: '0',
    createdBy: actor,
  };
}

function deployment({ id, service: name }, environment) {
  return {
    id: `dep_${name}_${environment}`,
    service: name,
    environment,
    kind: 'Deploy',
    state: 'Deployed',
    releaseId: id,
    config: '',
    operation: `op_${name}_${environment}`,
    createdAt: at,
    startedAt: at,
    finishedAt: at,
    createdBy: actor,
  };
}
