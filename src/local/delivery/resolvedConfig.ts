import type { BuildPlan } from '../releases/buildPlan.js';
import type { JsonObject } from '../manifest/json.js';
import { portText } from '../runtime/resolveLaunch.js';
import type { Launch, ProbeSpec } from '../runtime/launch.js';
import type { ReleaseRecord } from '../store/state.js';

/** What will run, for a person to read and compare. Secrets are masked before they get here. */
export function resolvedConfig(
  release: ReleaseRecord,
  environment: string,
  build: BuildPlan,
  launch: Launch,
): JsonObject {
  const containers = launch.processes.map((process) => [
    process.name,
    {
      command: process.command.join(' '),
      ...(Object.keys(process.variables).length > 0 && { variables: process.variables }),
      ...(process.readiness && { readiness: describeProbe(process.readiness) }),
      ...(process.liveness && { liveness: describeProbe(process.liveness) }),
    },
  ]);
  return {
    service: release.service,
    environment,
    version: release.version,
    ...(release.commit && { commit: release.commit.id }),
    build: {
      ...(build.install && { dependencies: build.install.slice(0, 2).join(' ') }),
      ...(build.build && { command: build.build.join(' '), origin: build.origin }),
      ...(!build.install && !build.build && { command: 'none' }),
    },
    containers: Object.fromEntries(containers) as JsonObject,
    ...(launch.ports.length > 0 && {
      ports: Object.fromEntries(launch.ports.map((port) => [port.name, portText(port.port)])),
    }),
  };
}

function describeProbe(probe: ProbeSpec): string {
  if (probe.kind === 'http') {
    return `GET ${probe.scheme}://${probe.host}:${portText(probe.port)}${probe.path}`;
  }
  return probe.kind === 'tcp' ? `connect to ${portText(probe.port)}` : probe.command.join(' ');
}
