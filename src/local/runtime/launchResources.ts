import { t } from '../../base/l10n.js';
import type { Block } from '../../model/problem.js';
import { member, scalar, type JsonObject } from '../manifest/json.js';
import type { Resolved } from '../manifest/placeholders.js';
import { localResources, type ResourceContext } from '../manifest/resources.js';
import type { LaunchPort, LaunchRoute } from './launch.js';
import { portText } from './portText.js';

const host = 'localhost';

/** What placeholders of a workload stand for, and the routes it asks for. A resource that cannot be had becomes a block. */
export function resourcesOf(
  manifest: JsonObject,
  workload: JsonObject,
  ports: readonly LaunchPort[],
  context: Omit<ResourceContext, 'own'>,
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

function portMeant(ports: readonly LaunchPort[], wanted: string): LaunchPort | undefined {
  const number = Number(wanted);
  return (
    ports.find(({ name }) => name === wanted) ??
    ports.find(({ servicePort }) => servicePort === number) ??
    ports.find(({ targetPort }) => targetPort === number)
  );
}
