import { t } from '../../../base/l10n.js';
import { asMap } from '../../documents/yamlDocument.js';
import type { Reader } from '../reader.js';
import type { Head } from './head.js';
import type { Outputs } from './outputs.js';
import type { Port } from './ports.js';
import type { RenderedObject } from './rendered.js';

/** How other services reach it. */
export function networkService(ports: readonly Port[], head: Head): RenderedObject[] {
  if (ports.length === 0) return [];
  const list = ports.map(({ name, port, targetPort, protocol }) => ({
    name,
    port,
    targetPort,
    ...(protocol && { protocol }),
  }));
  const spec = { selector: head.selector, ports: list };
  return [{ apiVersion: 'v1', kind: 'Service', metadata: head.named(head.name), spec }];
}

interface Route {
  readonly host: string | undefined;
  readonly path: string;
  readonly port: Port;
}

/** How it is reached from outside: what its resources of type route and dns ask for, as HTTPRoutes or Ingresses. */
export function routesOf(
  resources: readonly (readonly [string, Reader])[],
  ports: readonly Port[],
  head: Head,
  outputs: Outputs,
  gateway: string | undefined,
): RenderedObject[] {
  const texts = JSON.stringify(resources.map(([, { value }]) => asMap(value)?.['params'] ?? {}));
  return resources.flatMap(([name, reader]) => {
    const type = asMap(reader.value)?.['type'];
    // A dns that a route names is only its host.
    const isHost = type === 'dns' && texts.includes(`\${resources.${name}.`);
    if (type !== 'route' && type !== 'dns') return [];
    reader.take('type', 'metadata', 'id', 'class');
    const route = routeOf(reader, ports, outputs);
    if (isHost || !route) return [];
    const metadata = head.named(`${head.name}-${name}`);
    return [
      gateway === undefined ? ingress(metadata, route, head) : httpRoute(metadata, route, head, gateway),
    ];
  });
}

function routeOf(reader: Reader, ports: readonly Port[], outputs: Outputs): Route | undefined {
  const params = reader.map('params');
  const param = (key: string): string | undefined => {
    const value = params.take(key);
    return typeof value === 'string'
      ? outputs.plain(value)
      : value === undefined
        ? undefined
        : JSON.stringify(value);
  };
  const [host, path = '/', wanted] = [param('host'), param('path'), param('port')];
  const named = ({ name, port, targetPort }: Port): boolean =>
    wanted === undefined || name === wanted || String(port) === wanted || String(targetPort) === wanted;
  const port = ports.find(named);
  if (!port) {
    reader.note(t('The service has no port that it leads to: it is left out.'));
    return undefined;
  }
  if (host === undefined) reader.note(t('It names no host: it holds for all hosts.'), 'information');
  return { host: host?.toLowerCase(), path: path.startsWith('/') ? path : `/${path}`, port };
}

function ingress(
  metadata: RenderedObject['metadata'],
  { host, path, port }: Route,
  { name }: Head,
): RenderedObject {
  const backend = { service: { name, port: { number: port.port } } };
  const http = { paths: [{ path, pathType: 'Prefix', backend }] };
  const rule = { ...(host !== undefined && { host }), http };
  return { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata, spec: { rules: [rule] } };
}

function httpRoute(
  metadata: RenderedObject['metadata'],
  { host, path, port }: Route,
  { name }: Head,
  gateway: string,
): RenderedObject {
  const [own, ...more] = gateway.split('/').reverse();
  const [namespace] = more;
  const spec = {
    parentRefs: [{ name: own, ...(namespace && { namespace }) }],
    ...(host !== undefined && { hostnames: [host] }),
    rules: [
      {
        matches: [{ path: { type: 'PathPrefix', value: path } }],
        backendRefs: [{ name, port: port.port }],
      },
    ],
  };
  return { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata, spec };
}
