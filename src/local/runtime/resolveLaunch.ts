import { t } from '../../base/l10n.js';
import type { PlanFinding } from '../../model/delivery.js';
import type { Block } from '../../model/problem.js';
import { at, entries, member, scalar, text, type JsonObject } from '../manifest/json.js';
import { expand, type Resolved } from '../manifest/placeholders.js';
import { servicePorts, type ServicePort } from '../manifest/ports.js';
import { localResources, type ResourceContext } from '../manifest/resources.js';
import { workloadIn, workloadType } from '../manifest/serviceManifest.js';
import type { ContainerEngine } from './containerEngine.js';
import type {
  HealthSettings,
  Launch,
  LaunchPort,
  LaunchRoute,
  LaunchSchedule,
  Mount,
  ProcessSpec,
} from './launch.js';
import { readCommand } from './launchCommand.js';
import { itemsOf, readFiles, relocate } from './launchFiles.js';
import { readSecrets, readVariables } from './launchVariables.js';
import { readProbe } from './readProbe.js';
import { readStartOrder, tasksIn } from './startOrder.js';

export interface LaunchContext extends Omit<ResourceContext, 'own'> {
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

const host = 'localhost';
/** Shown in a plan for a port that is chosen at start. */
export const portToCome = '<free port>';

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
    health: readHealth(manifest),
    ...(schedule && { schedule }),
    routes,
    blocks,
    warnings: distinct(warnings),
  };
}

export function portText(port: number): string {
  return port === 0 ? portToCome : String(port);
}

function resourcesOf(
  manifest: JsonObject,
  workload: JsonObject,
  ports: readonly LaunchPort[],
  context: LaunchContext,
  blocks: Block[],
): { readonly resolve: (path: readonly string[]) => Resolved; readonly routes: readonly LaunchRoute[] } {
  const metadata = member(manifest, 'metadata');
  const resolve = (path: readonly string[]): Resolved => {
    const [root, name = '', ...rest] = path;
    if (root === 'metadata') {
      const value = scalar([name, ...rest].reduce(member, metadata));
      return value === undefined
        ? { problem: t('metadata has no "{0}"', [name, ...rest].join('.')) }
        : { value };
    }
    const resource = root === 'resources' ? resources.get(name) : undefined;
    // The resource itself is reported once, not for each of its outputs.
    if (resource?.block) return { value: '' };
    return resource?.output(rest) ?? { problem: t('"{0}" is not known', path.join('.')) };
  };
  const own = ports[0] ? portText(ports[0].port) : '';
  const resources = localResources(workload, { ...context, own: () => ({ host, port: own }) }, resolve);
  for (const { block } of resources.values()) if (block) blocks.push(block);
  const routes = [...resources.values()].flatMap((resource) => {
    const route = resource.route?.();
    const target = route && (route.port === undefined ? ports[0] : portMeant(ports, route.port));
    return target ? [{ host: route.host, path: route.path, port: target.port }] : [];
  });
  return { resolve, routes };
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

function mountMove({ target, folder }: Mount): readonly [string, string] {
  return [target, folder];
}

function readMounts(
  name: string,
  container: unknown,
  resolve: (path: readonly string[]) => Resolved,
  blocks: Block[],
): readonly Mount[] {
  return itemsOf(member(container, 'volumes')).flatMap(([target, volume]) => {
    const { text: folder, problems } = expand(text(member(volume, 'source')) ?? '', resolve);
    const below = text(member(volume, 'path')) ?? '';
    const leaves = below.split(/[\\/]/).includes('..');
    const [problem = leaves ? t('its path leaves the volume') : undefined] = problems;
    if (problem !== undefined || folder === '') {
      const message = t(
        'The volume {0} of "{1}" cannot be mounted: {2}.',
        target,
        name,
        problem ?? t('it has no source'),
      );
      if (problem !== undefined) blocks.push({ reason: 'InputRequired', name, message });
      return [];
    }
    const readOnly = member(volume, 'readOnly') === true;
    return [{ target, folder: below === '' ? folder : `${folder}/${below}`, readOnly }];
  });
}

function portMeant(ports: readonly LaunchPort[], wanted: string): LaunchPort | undefined {
  const number = Number(wanted);
  return (
    ports.find(({ name }) => name === wanted) ??
    ports.find(({ servicePort }) => servicePort === number) ??
    ports.find(({ targetPort }) => targetPort === number)
  );
}

function portProbe(port: number | undefined): ProcessSpec['readiness'] {
  return port === undefined ? undefined : { kind: 'tcp', port };
}

function readSchedule(manifest: JsonObject, blocks: Block[]): LaunchSchedule | undefined {
  const schedule = at(manifest, 'spec', 'schedule');
  const cron = text(member(schedule, 'cron'));
  if (cron === undefined) {
    blocks.push({ reason: 'InputRequired', message: t('A cron job needs spec.schedule.cron.') });
    return undefined;
  }
  const policy = text(member(schedule, 'concurrencyPolicy'));
  return {
    cron,
    timeZone: text(member(schedule, 'timeZone')) ?? 'Etc/UTC',
    concurrencyPolicy: policy === 'Allow' || policy === 'Replace' ? policy : 'Forbid',
  };
}

function readHealth(manifest: JsonObject): HealthSettings {
  const settings = at(manifest, 'spec', 'health');
  const read = (key: string, fallback: number): number => {
    const value = member(settings, key);
    return typeof value === 'number' && value > 0 ? value : fallback;
  };
  return {
    startupDeadlineSeconds: read('startupDeadlineSeconds', 60),
    periodSeconds: read('periodSeconds', 10),
    timeoutSeconds: read('timeoutSeconds', 1),
    failureThreshold: read('failureThreshold', 3),
  };
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
