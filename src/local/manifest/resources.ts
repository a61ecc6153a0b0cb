import { t } from '../../base/l10n.js';
import { entries, member, scalar, text, type JsonObject } from './json.js';
import type { Resolved } from './placeholders.js';

/** What the local platform offers to resources; ports and folders may not be known yet when only a plan is made. */
export interface ResourceContext {
  readonly metadata: JsonObject;
  /** Address of another service in the same environment. */
  peer(service: string, port: string | undefined): { readonly host: string; readonly port: string };
  /** Folder that belongs to a volume of this service in this environment. */
  volume(name: string): string;
  /** Address of this service itself. */
  own(): { readonly host: string; readonly port: string };
  /** A value from the untracked file of secrets. */
  secret(key: string): string | undefined;
}

export interface LocalResource {
  readonly name: string;
  readonly type: string;
  output(path: readonly string[]): Resolved;
}

const native: Readonly<
  Record<
    string,
    (name: string, spec: unknown, context: ResourceContext) => (output: string) => string | undefined
  >
> = {
  service: (name, spec, context) => {
    const params = member(spec, 'params');
    const target = text(member(params, 'name')) ?? text(member(spec, 'id')) ?? name;
    const wanted = scalar(member(params, 'port'));
    return (output) => {
      const { host, port } = context.peer(target, wanted);
      return pick({ name: target, host, hostname: host, port, url: `http://${host}:${port}` }, output);
    };
  },
  route: (_name, spec, context) => (output) => {
    const { host, port } = context.own();
    const path = text(member(member(spec, 'params'), 'path')) ?? '/';
    return pick({ host, port, path, url: `http://${host}:${port}${path}` }, output);
  },
  dns: (_name, _spec, context) => (output) => {
    const { host, port } = context.own();
    return pick({ host, port, url: `http://${host}:${port}` }, output);
  },
  volume: (name, _spec, context) => (output) => {
    const folder = context.volume(name);
    return pick({ '': folder, path: folder, source: folder }, output);
  },
  environment: (_name, spec, context) => (output) => {
    return scalar(member(member(spec, 'params'), output)) ?? context.secret(output);
  },
};

/** The resources of a Score body; one the platform cannot give has only problems. */
export function localResources(
  workload: JsonObject,
  context: ResourceContext,
): ReadonlyMap<string, LocalResource> {
  return new Map(
    entries(member(workload, 'resources')).map(([name, spec]) => {
      const type = text(member(spec, 'type')) ?? '';
      return [name, { name, type, output: (path) => outputOf(name, type, spec, path, context) }];
    }),
  );
}

export function isNativeResource(type: string): boolean {
  return Object.hasOwn(native, aliasOf(type));
}

function aliasOf(type: string): string {
  return type === 'env' ? 'environment' : type;
}

function outputOf(
  name: string,
  type: string,
  spec: unknown,
  path: readonly string[],
  context: ResourceContext,
): Resolved {
  const [output = '', ...rest] = path;
  if (output === 'metadata') {
    const value = scalar(rest.reduce(member, member(spec, 'metadata')));
    if (value !== undefined) return { value };
  }
  const kind = Object.hasOwn(native, aliasOf(type)) ? native[aliasOf(type)] : undefined;
  const value = kind?.(name, spec, context)(output);
  if (value !== undefined) return { value };
  if (aliasOf(type) === 'environment') {
    return { problem: t('the value "{0}" is missing in .platform/secrets.local.yaml', output) };
  }
  return { problem: t('the resource "{0}" ({1}) has no output "{2}" here', name, type, output) };
}

function pick(outputs: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(outputs, name) ? outputs[name] : undefined;
}
