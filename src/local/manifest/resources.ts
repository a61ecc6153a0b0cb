import { t } from '../../base/l10n.js';
import type { Block } from '../../model/problem.js';
import { entries, member, scalar, text, type JsonObject } from './json.js';
import { expand, type Resolved } from './placeholders.js';

/** What a provisioned resource tells the service, or why it cannot be had. */
export type Provided = { readonly outputs: Readonly<Record<string, string>> } | { readonly block: Block };

/** What the local platform offers to resources; ports and folders may not be known yet when only a plan is made. */
export interface ResourceContext {
  /** Address of another service in the same environment. */
  peer(service: string, port: string | undefined): { readonly host: string; readonly port: string };
  /** Folder that belongs to a volume of this service in this environment. */
  volume(name: string): string;
  /** Address of this service itself. */
  own(): { readonly host: string; readonly port: string };
  /** Name of this service and environment on the gateway, and the gateway's port. */
  readonly gateway: { readonly host: string; readonly port: string };
  /** A value from the untracked file of secrets. */
  secret(key: string): string | undefined;
  /** A resource that is provisioned, by its name in the manifest; `undefined` for a type nobody provisions. */
  provided(name: string): Provided | undefined;
}

/** What a route asks of the gateway; without `port` the first port is meant. */
export interface ResourceRoute {
  readonly host: string;
  readonly path: string;
  readonly port?: string;
}

export interface LocalResource {
  readonly name: string;
  readonly type: string;
  /** Why it cannot be had. */
  readonly block?: Block;
  route?(): ResourceRoute;
  output(path: readonly string[]): Resolved;
}

type Native = (name: string, spec: unknown, context: ResourceContext, route: () => ResourceRoute) => Outputs;
type Resolve = (path: readonly string[]) => Resolved;
type Outputs = (output: string) => string | undefined;

const native: Readonly<Record<string, Native>> = {
  service: (name, spec, context) => {
    const params = member(spec, 'params');
    const target = text(member(params, 'name')) ?? text(member(spec, 'id')) ?? name;
    const wanted = scalar(member(params, 'port'));
    return (output) => {
      const { host, port } = context.peer(target, wanted);
      return pick({ name: target, host, hostname: host, port, url: `http://${host}:${port}` }, output);
    };
  },
  route: (_name, _spec, context, route) => (output) => {
    const { port } = context.gateway;
    const { host, path } = route();
    return pick({ host, port, path, url: `http://${host}:${port}${path}` }, output);
  },
  dns: (_name, _spec, context) => {
    const { host, port } = context.gateway;
    return (output) => pick({ host, port, url: `http://${host}:${port}` }, output);
  },
  volume: (name, _spec, context) => (output) => {
    const folder = context.volume(name);
    return pick({ '': folder, path: folder, source: folder }, output);
  },
  environment: (_name, spec, context) => (output) => {
    return scalar(member(member(spec, 'params'), output)) ?? context.secret(output);
  },
};

export const nativeTypes: readonly string[] = Object.keys(native);

/** The resources of a Score body; one the platform cannot give has a block. `resolve` fills placeholders in routes. */
export function localResources(
  workload: JsonObject,
  context: ResourceContext,
  resolve: Resolve,
): ReadonlyMap<string, LocalResource> {
  return new Map(
    entries(member(workload, 'resources')).map(([name, spec]) => {
      const type = aliasOf(text(member(spec, 'type')) ?? '');
      const metadata = member(spec, 'metadata');
      if (!isNativeResource(type)) return [name, providedResource(name, type, metadata, context)];
      let lazy: ResourceRoute | undefined;
      const route = (): ResourceRoute => (lazy ??= readRoute(spec, context, resolve));
      const output = (path: readonly string[]): Resolved =>
        outputOf(name, type, metadata, path, (key) => native[type]?.(name, spec, context, route)(key));
      const hasRoute = type === 'route' || type === 'dns';
      return [name, { name, type, output, ...(hasRoute && { route }) }];
    }),
  );
}

export function isNativeResource(type: string): boolean {
  return Object.hasOwn(native, aliasOf(type));
}

function aliasOf(type: string): string {
  return type === 'env' ? 'environment' : type;
}

function providedResource(
  name: string,
  type: string,
  metadata: unknown,
  context: ResourceContext,
): LocalResource {
  const provided = context.provided(name);
  if (provided && 'outputs' in provided) {
    const output = (path: readonly string[]): Resolved =>
      outputOf(name, type, metadata, path, (key) => pick(provided.outputs, key));
    return { name, type, output };
  }
  const block = provided?.block ?? {
    reason: 'ResourceUnavailable',
    name,
    message: t(
      'The service needs the resource "{0}" of type {1}, which the local platform does not offer.',
      name,
      type,
    ),
  };
  return { name, type, block, output: () => ({ value: '' }) };
}

/** A `dns` is a route of its own: all paths of the service's name. */
function readRoute(spec: unknown, context: ResourceContext, resolve: Resolve): ResourceRoute {
  const params = member(spec, 'params');
  const filled = (key: string): string | undefined => {
    const value = scalar(member(params, key));
    return value === undefined ? undefined : expand(value, resolve).text;
  };
  const port = filled('port');
  const path = filled('path') ?? '/';
  return {
    host: (filled('host') ?? context.gateway.host).toLowerCase(),
    path: path.startsWith('/') ? path : `/${path}`,
    ...(port !== undefined && { port }),
  };
}

function outputOf(
  name: string,
  type: string,
  metadata: unknown,
  path: readonly string[],
  outputs: Outputs,
): Resolved {
  const [output = '', ...rest] = path;
  if (output === 'metadata') {
    const value = scalar(rest.reduce(member, metadata));
    if (value !== undefined) return { value };
  }
  const value = outputs(output);
  if (value !== undefined) return { value };
  if (type === 'environment') {
    return { problem: t('the value "{0}" is missing in .platform/secrets.local.yaml', output) };
  }
  return { problem: t('the resource "{0}" ({1}) has no output "{2}" here', name, type, output) };
}

function pick(outputs: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(outputs, name) ? outputs[name] : undefined;
}
