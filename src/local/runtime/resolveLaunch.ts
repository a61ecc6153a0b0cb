import { t } from '../../base/l10n.js';
import type { PlanFinding } from '../../model/delivery.js';
import type { Block } from '../../model/problem.js';
import { entries, member, type JsonObject } from '../manifest/json.js';
import type { Resolved } from '../manifest/placeholders.js';
import { servicePorts, type ServicePort } from '../manifest/ports.js';
import type { ResourceContext } from '../manifest/resources.js';
import { workloadIn, workloadType } from '../manifest/serviceManifest.js';
import type { ContainerEngine } from './containerEngine.js';
import type { Launch, LaunchPort, ProcessSpec } from './launch.js';
import { readCommand } from './launchCommand.js';
import { readFiles, relocate } from './launchFiles.js';
import { mountMove, readMounts } from './launchMounts.js';
import { resourcesOf } from './launchResources.js';
import { readHealth, readSchedule, readStrategy } from './launchSettings.js';
import { readSecrets, readVariables } from './launchVariables.js';
import { portText } from './portText.js';
import { readProbe } from './readProbe.js';
import { readStartOrder, tasksIn } from './startOrder.js';

export interface LaunchContext extends Omit<ResourceContext, 'own' | 'secret'> {
  /** A secret by its variable, else by its key in the untracked file. */
  readonly secret: (key: string, variable?: string) => string | undefined;
  /** The port of this machine for a service port; 0 while only planning. */
  port(port: ServicePort): number;
  /** Where a file of a container is on this machine. */
  file(container: string, target: string): string;
  /** Words of the start command found in package.json. */
  readonly start?: readonly string[];
  readonly engine: ContainerEngine;
}

interface Surroundings {
  readonly context: LaunchContext;
  readonly declared: readonly ServicePort[];
  readonly ports: readonly LaunchPort[];
  readonly secrets: Readonly<Record<string, string>>;
  readonly resolve: (path: readonly string[]) => Resolved;
  readonly blocks: Block[];
  readonly warnings: PlanFinding[];
}

/** Resolves a Service for one environment. Never throws: what is not possible here becomes a block. */
export function resolveLaunch(manifest: JsonObject, environment: string, context: LaunchContext): Launch {
  const workload = workloadIn(manifest, environment);
  const type = workloadType(manifest);
  const declared = servicePorts(workload);
  const ports = declared.map((port) => ({
    ...port,
    servicePort: port.port,
    port: context.port(port),
  }));
  const blocks: Block[] = [];
  const warnings: PlanFinding[] = [];
  const { resolve, routes } = resourcesOf(manifest, workload, ports, context, blocks);
  const secrets = readSecrets(manifest, environment, context.secret, blocks);
  const containers = entries(member(workload, 'containers'));
  const order = readStartOrder(containers, blocks);
  const tasks = tasksIn(order);
  const ends = type === 'job' || type === 'cronjob';
  const around = { context, declared, ports, secrets, resolve, blocks, warnings };
  const processes = containers.map(([name, container]) => {
    const process = readProcess(name, container, around);
    const readiness =
      process.readiness ?? (containers.length === 1 && !ends ? portProbe(ports[0]?.port) : undefined);
    return {
      ...process,
      ...(readiness && { readiness }),
      waitsFor: order.get(name) ?? [],
      task: ends || tasks.has(name),
    };
  });
  const schedule = type === 'cronjob' ? readSchedule(manifest, blocks) : undefined;
  return {
    type,
    processes,
    ports,
    secrets,
    health: readHealth(manifest),
    strategy: readStrategy(manifest, warnings),
    ...(schedule && { schedule }),
    routes,
    blocks,
    warnings: distinct(warnings),
  };
}

function readProcess(
  name: string,
  container: unknown,
  { context, declared, ports, secrets, resolve, blocks, warnings }: Surroundings,
): Omit<ProcessSpec, 'waitsFor' | 'task'> {
  const variables = readVariables(name, container, resolve, blocks);
  const { command, image } = readCommand(name, container, context, resolve, blocks, warnings);
  const files = readFiles(name, container, (target) => context.file(name, target), resolve, blocks);
  const mounts = readMounts(name, container, resolve, blocks);
  // In an engine everything is where the manifest says; a process of this machine is told where it is.
  const moves = new Map<string, string>(
    image === undefined
      ? [...files.map(({ target, path }) => [target, path] as const), ...mounts.map(mountMove)]
      : [],
  );
  const told = (value: string): string => relocate(value, moves);
  const injected = Object.fromEntries(
    ports.flatMap(({ variables: names, port, targetPort }) =>
      names.map((variable) => [variable, image === undefined ? portText(port) : String(targetPort)]),
    ),
  );
  for (const key of Object.keys(injected)) {
    if (Object.hasOwn(variables, key) || Object.hasOwn(secrets, key)) warnings.push(injectedWins(key));
  }
  const probe = (key: string): ProcessSpec['readiness'] => {
    const found = readProbe(member(container, key), declared, (port) => context.port(port), warnings);
    return found?.kind === 'exec' ? { ...found, command: found.command.map(told) } : found;
  };
  const readiness = probe('readinessProbe');
  const liveness = probe('livenessProbe');
  const filled = Object.entries(variables).map(([key, value]) => [key, told(value)] as const);
  return {
    name,
    command: command.map(told),
    variables: { ...Object.fromEntries(filled), ...secrets, ...injected },
    files,
    mounts,
    ...(image !== undefined && { image }),
    ...(readiness && { readiness }),
    ...(liveness && { liveness }),
  };
}

function portProbe(port: number | undefined): ProcessSpec['readiness'] {
  return port === undefined ? undefined : { kind: 'tcp', port };
}

function injectedWins(name: string): PlanFinding {
  return {
    code: 'injected-variable',
    severity: 'Warning',
    message: t('{0} is set by the platform to a free port; the value in the manifest is not used.', name),
  };
}

function distinct(findings: readonly PlanFinding[]): readonly PlanFinding[] {
  return [...new Map(findings.map((finding) => [finding.message, finding])).values()];
}
