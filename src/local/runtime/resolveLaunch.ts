import { t } from '../../base/l10n.js';
import type { PlanFinding } from '../../model/delivery.js';
import type { Block } from '../../model/problem.js';
import { at, entries, isObject, member, scalar, text, texts, type JsonObject } from '../manifest/json.js';
import { expand, type Resolved } from '../manifest/placeholders.js';
import { servicePorts, type ServicePort } from '../manifest/ports.js';
import { isNativeResource, localResources, type ResourceContext } from '../manifest/resources.js';
import { workloadIn, workloadType } from '../manifest/serviceManifest.js';
import type { HealthSettings, Launch, ProcessSpec } from './launch.js';
import { readProbe } from './readProbe.js';

export interface LaunchContext extends Omit<ResourceContext, 'metadata' | 'own'> {
  /** The port of this machine for a service port; 0 while only planning. */
  port(port: ServicePort): number;
  /** Words of the start command found in package.json. */
  readonly start?: readonly string[];
}

const host = 'localhost';
/** Shown in a plan for a port that is chosen at start. */
export const portToCome = '<free port>';

/** Resolves a Service for one environment. Never throws: what is not possible here becomes a block. */
export function resolveLaunch(manifest: JsonObject, environment: string, context: LaunchContext): Launch {
  const workload = workloadIn(manifest, environment);
  const type = workloadType(manifest);
  const declared = servicePorts(workload);
  const ports = declared.map((port) => ({ ...port, port: context.port(port) }));
  const blocks: Block[] = [];
  const warnings: PlanFinding[] = [];
  const own = { host, port: ports[0] ? portText(ports[0].port) : '' };
  const metadata = member(manifest, 'metadata');
  const resources = localResources(workload, {
    ...context,
    metadata: isObject(metadata) ? metadata : {},
    own: () => own,
  });
  for (const { name, type: resourceType } of resources.values()) {
    if (!isNativeResource(resourceType)) {
      blocks.push(
        block(
          'ResourceUnavailable',
          name,
          t(
            'The service needs the resource "{0}" of type {1}, which the local platform does not offer.',
            name,
            resourceType,
          ),
        ),
      );
    }
  }
  const resolve = (path: readonly string[]): Resolved => {
    const [root, name = '', ...rest] = path;
    if (root === 'metadata') {
      const value = scalar([name, ...rest].reduce(member, metadata));
      return value === undefined
        ? { problem: t('metadata has no "{0}"', [name, ...rest].join('.')) }
        : { value };
    }
    const resource = root === 'resources' ? resources.get(name) : undefined;
    return resource?.output(rest) ?? { problem: t('"{0}" is not known', path.join('.')) };
  };
  const injected = Object.fromEntries(
    ports.flatMap((port) => port.variables.map((name) => [name, portText(port.port)])),
  );
  const secrets = readSecrets(manifest, environment, context, blocks);
  const containers = entries(member(workload, 'containers'));
  const processes = containers.flatMap(([name, container]) => {
    const variables = expandVariables(name, container, resolve, resources, blocks);
    for (const key of Object.keys(injected)) {
      if (Object.hasOwn(variables, key) || Object.hasOwn(secrets, key)) warnings.push(injectedWins(key));
    }
    blocks.push(...unsupported(name, container));
    const command = commandOf(name, container, context.start, resolve, blocks, warnings);
    const probe = (key: string): Pick<ProcessSpec, 'readiness'>['readiness'] =>
      readProbe(member(container, key), declared, (port) => context.port(port), warnings);
    const readiness =
      probe('readinessProbe') ?? (containers.length === 1 ? portProbe(ports[0]?.port) : undefined);
    const liveness = probe('livenessProbe');
    const process: ProcessSpec = {
      name,
      command,
      variables: { ...variables, ...secrets, ...injected },
      ...(readiness && { readiness }),
      ...(liveness && { liveness }),
    };
    return [process];
  });
  return { type, processes, ports, health: readHealth(manifest), blocks, warnings: distinct(warnings) };
}

export function portText(port: number): string {
  return port === 0 ? portToCome : String(port);
}

function portProbe(port: number | undefined): ProcessSpec['readiness'] {
  return port === undefined ? undefined : { kind: 'tcp', port };
}

function expandVariables(
  container: string,
  spec: unknown,
  resolve: (path: readonly string[]) => Resolved,
  resources: ReadonlyMap<string, { readonly type: string }>,
  blocks: Block[],
): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of entries(member(spec, 'variables'))) {
    const { text: expanded, problems } = expand(String(value), (path) => {
      const resource = path[0] === 'resources' ? resources.get(path[1] ?? '') : undefined;
      // The resource itself is reported once, not for each of its outputs.
      if (resource && !isNativeResource(resource.type)) return { value: '' };
      return resolve(path);
    });
    result[name] = expanded;
    for (const problem of problems) {
      blocks.push(
        block(
          'InputRequired',
          name,
          t('The variable {0} of "{1}" cannot be filled: {2}.', name, container, problem),
        ),
      );
    }
  }
  return result;
}

function readSecrets(
  manifest: JsonObject,
  environment: string,
  context: LaunchContext,
  blocks: Block[],
): Record<string, string> {
  const declared = {
    ...toObject(at(manifest, 'spec', 'secrets')),
    ...toObject(at(manifest, 'spec', 'environments', environment, 'secrets')),
  };
  const result: Record<string, string> = {};
  for (const [name, reference] of Object.entries(declared)) {
    const key = text(member(reference, 'key')) ?? name;
    const property = text(member(reference, 'property'));
    const full = property === undefined ? key : `${key}.${property}`;
    const value = context.secret(full);
    if (value === undefined) {
      blocks.push(
        block(
          'InputRequired',
          full,
          t('The secret "{0}" is missing: add it to .platform/secrets.local.yaml beside the service.', full),
        ),
      );
    } else result[name] = value;
  }
  return result;
}

function commandOf(
  name: string,
  container: unknown,
  start: readonly string[] | undefined,
  resolve: (path: readonly string[]) => Resolved,
  blocks: Block[],
  warnings: PlanFinding[],
): readonly string[] {
  const image = text(member(container, 'image')) ?? '.';
  const words = texts(member(container, 'command'));
  const args = texts(member(container, 'args'));
  if (image !== '.' && words.length === 0) {
    blocks.push(
      block(
        'ContainerEngineRequired',
        name,
        t(
          'The container "{0}" is the image {1}, which needs a container engine. The local platform runs commands: name one, or use the image ".".',
          name,
          image,
        ),
      ),
    );
    return [];
  }
  if (image !== '.') {
    warnings.push({
      code: 'runs-without-image',
      severity: 'Warning',
      message: t('"{0}" runs as a process of this machine, not in the image {1}.', name, image),
    });
  }
  const command =
    words.length > 0 ? [...words, ...args] : start && args.length > 0 ? [...start, '--', ...args] : start;
  if (command === undefined) {
    blocks.push(
      block(
        'InputRequired',
        name,
        t('The container "{0}" has no command and package.json no start script: add one of them.', name),
      ),
    );
    return [];
  }
  return command.map((word) => {
    const { text: expanded, problems } = expand(word, resolve);
    for (const problem of problems) {
      blocks.push(
        block('InputRequired', name, t('The command of "{0}" cannot be filled: {1}.', name, problem)),
      );
    }
    return expanded;
  });
}

function unsupported(name: string, container: unknown): readonly Block[] {
  return (['files', 'volumes', 'before'] as const).flatMap((key) => {
    const value = member(container, key);
    const used = Array.isArray(value) ? value.length > 0 : entries(value).length > 0;
    if (!used) return [];
    return [
      block(
        'ContainerEngineRequired',
        name,
        t('The container "{0}" uses "{1}", which needs a container engine.', name, key),
      ),
    ];
  });
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

function block(reason: string, name: string, message: string): Block {
  return { reason, name, message };
}

function toObject(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

function distinct(findings: readonly PlanFinding[]): readonly PlanFinding[] {
  return [...new Map(findings.map((finding) => [finding.message, finding])).values()];
}
