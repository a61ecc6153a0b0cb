import type { BuildPlan } from '../releases/buildPlan.js';
import type { JsonObject } from '../manifest/json.js';
import { sha256 } from '../releases/contentDigest.js';
import type { LaunchFile } from '../runtime/launchFiles.js';
import { portText } from '../runtime/portText.js';
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
      ...(process.image !== undefined && { image: process.image }),
      command: process.command.join(' '),
      ...(Object.keys(process.variables).length > 0 && { variables: process.variables }),
      ...(process.files.length > 0 && { files: Object.fromEntries(process.files.map(describeFile)) }),
      ...(process.mounts.length > 0 && {
        volumes: Object.fromEntries(process.mounts.map(({ target, folder }) => [target, folder])),
      }),
      ...(process.waitsFor.length > 0 && {
        after: process.waitsFor.map(({ container, state }) => `${container} ${state}`).join(', '),
      }),
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
    // Rolling goes without saying: what was deployed before there was a choice did it.
    ...(launch.strategy === 'Recreate' && { strategy: launch.strategy }),
    containers: Object.fromEntries(containers) as JsonObject,
    ...(launch.ports.length > 0 && {
      ports: Object.fromEntries(launch.ports.map((port) => [port.name, portText(port.port)])),
    }),
    ...(launch.schedule && {
      schedule: `${launch.schedule.cron} (${launch.schedule.timeZone}, ${launch.schedule.concurrencyPolicy})`,
    }),
    ...(launch.routes.length > 0 && {
      routes: launch.routes.map(({ host, path }) => `${host}${path}`).join(', '),
    }),
  };
}

function describeFile({ target, mode, content }: LaunchFile): readonly [string, string] {
  const what =
    content.kind === 'text'
      ? content.text
      : content.kind === 'source'
        ? `from ${content.source}`
        : `sha256:${sha256(content.base64)}`;
  return [target, mode === 0o644 ? what : `${mode.toString(8)} ${what}`];
}

function describeProbe(probe: ProbeSpec): string {
  if (probe.kind === 'http') {
    return `GET ${probe.scheme}://${probe.host}:${portText(probe.port)}${probe.path}`;
  }
  return probe.kind === 'tcp' ? `connect to ${portText(probe.port)}` : probe.command.join(' ');
}
