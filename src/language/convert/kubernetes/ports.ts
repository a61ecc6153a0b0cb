import { t } from '../../../base/l10n.js';
import { asMap } from '../../documents/yamlDocument.js';
import { freeName, serviceName } from './names.js';
import type { KubernetesObject } from './objects.js';
import type { Reader } from '../reader.js';

export interface ServicePort {
  readonly port: number;
  readonly protocol?: 'UDP';
  readonly targetPort?: number;
}

export interface ContainerPort {
  readonly name: string | undefined;
  readonly port: number;
  readonly protocol: string;
  readonly reader: Reader;
  readonly container: Reader;
}

/** The ports of containers; a named one can be meant by its name. */
export function containerPorts(containers: readonly Reader[]): ContainerPort[] {
  return containers.flatMap((container) =>
    container.list('ports').flatMap((reader) => {
      reader.drop('hostPort', t('A Service is reached through its ports, not through those of the machine.'));
      const [name, port, protocol = 'TCP'] = [
        reader.text('name'),
        reader.whole('containerPort'),
        reader.text('protocol'),
      ];
      if (isPort(port)) return [{ name, port, protocol, reader, container }];
      reader.note(noPort());
      return [];
    }),
  );
}

/** What other services reach: the ports of the Kubernetes Services that select the workload, else those of its containers. */
export function servicePorts(
  services: readonly KubernetesObject[],
  opened: readonly ContainerPort[],
  workload: string,
): Record<string, ServicePort> {
  const ports: Record<string, ServicePort> = {};
  for (const service of services) {
    if (service.name !== workload) {
      service.reader.note(
        t('It was reached as “{0}”; a Service is reached by its own name, {1}.', service.name, workload),
      );
    }
    addService(service.reader.map('spec'), opened, ports);
  }
  if (services.length > 0) return ports;
  for (const port of opened) addOpened(port, opened.length, ports);
  return ports;
}

function addService(
  spec: Reader,
  opened: readonly ContainerPort[],
  ports: Record<string, ServicePort>,
): void {
  spec.take('selector');
  takeUsual(spec);
  const list = spec.list('ports');
  for (const reader of list) {
    const port = reader.whole('port');
    const given = reader.text('name');
    const protocol = protocolOf(reader);
    if (!protocol) continue;
    if (!isPort(port)) {
      reader.note(noPort());
      continue;
    }
    const targetPort = targetOf(reader, opened) ?? port;
    const same = sameAs({ port, protocol }, ports);
    if (same) {
      const leads = (same.targetPort ?? same.port) === targetPort;
      reader.note(
        t('The Service has a port {0} already: it leads to {1}.', port, same.targetPort ?? same.port),
        leads ? 'information' : 'warning',
      );
      continue;
    }
    const name = freeName(serviceName(given ?? (list.length === 1 ? 'web' : ''), `port-${port}`), ports);
    ports[name] = {
      port,
      ...(protocol === 'UDP' && { protocol }),
      ...(targetPort !== port && { targetPort }),
    };
  }
}

/** The port of the same number and protocol among those that are taken. */
function sameAs(
  { port, protocol }: { readonly port: number; readonly protocol: string },
  ports: Readonly<Record<string, ServicePort>>,
): ServicePort | undefined {
  return Object.values(ports).find((one) => one.port === port && (one.protocol ?? 'TCP') === protocol);
}

function noPort(): string {
  return t('This is not the number of a port; it is left out.');
}

/** What every Service has without saying anything by it. */
function takeUsual(spec: Reader): void {
  const value = asMap(spec.value) ?? {};
  if (value['type'] === 'ClusterIP') spec.take('type');
  else spec.drop('type', t('How a Service is reached from outside is a resource of type route or dns.'));
  if (value['sessionAffinity'] === 'None') spec.take('sessionAffinity');
  if (value['clusterIP'] !== 'None' && value['clusterIP'] !== undefined) spec.take('clusterIP');
  spec.take('clusterIPs', 'ipFamilies', 'ipFamilyPolicy', 'internalTrafficPolicy');
}

function protocolOf(reader: Reader): 'TCP' | 'UDP' | undefined {
  const protocol = reader.text('protocol') ?? 'TCP';
  if (protocol === 'TCP' || protocol === 'UDP') return protocol;
  reader.note(t('Score knows TCP and UDP, not {0}; this port is left out.', protocol));
  reader.take('name', 'port', 'targetPort', 'appProtocol', 'nodePort');
  return undefined;
}

function targetOf(reader: Reader, opened: readonly ContainerPort[]): number | undefined {
  const number = reader.whole('targetPort');
  if (number !== undefined) return isPort(number) ? number : undefined;
  const name = reader.text('targetPort');
  if (name === undefined) return undefined;
  const named = opened.find((port) => port.name === name);
  if (named) reader.note(t('The port “{0}” is meant by its number, {1}.', name, named.port), 'information');
  else reader.note(t('No container opens a port named “{0}”; the same number is used.', name));
  return named?.port;
}

function addOpened(
  { name, port, protocol, reader }: ContainerPort,
  all: number,
  ports: Record<string, ServicePort>,
): void {
  if (protocol !== 'TCP' && protocol !== 'UDP') {
    reader.note(t('Score knows TCP and UDP, not {0}; this port is left out.', protocol));
    return;
  }
  if (sameAs({ port, protocol }, ports)) return;
  reader.note(
    t('No Kubernetes Service selects this workload: the port of the container became one of the Service.'),
    'information',
  );
  const free = freeName(serviceName(name ?? (all === 1 ? 'web' : ''), `port-${port}`), ports);
  ports[free] = { port, ...(protocol === 'UDP' && { protocol }) };
}

/** The ports, and among them each one that a probe asks: in Kubernetes a probe reaches ports that nobody declares. */
export function withProbed(
  ports: Readonly<Record<string, ServicePort>>,
  containers: readonly Reader[],
  opened: readonly ContainerPort[],
): Readonly<Record<string, ServicePort>> {
  if (Object.keys(ports).length === 0) return ports;
  const all: Record<string, ServicePort> = { ...ports };
  for (const container of containers) {
    for (const key of probes) {
      const port = probedPort(container, key, opened);
      const isReached = Object.values(all).some((one) => one.port === port || one.targetPort === port);
      if (port === undefined || isReached) continue;
      const message = t(
        'No port leads to {0}, which this probe asks: it became a port of the Service.',
        port,
      );
      container.map(key).note(message, 'information');
      all[freeName(`port-${port}`, all)] = { port };
    }
  }
  return all;
}

const probes = ['livenessProbe', 'readinessProbe'];

function probedPort(container: Reader, probe: string, opened: readonly ContainerPort[]): number | undefined {
  return portNumber(asMap(asMap(asMap(container.value)?.[probe])?.['httpGet'])?.['port'], opened);
}

/** A port by number or by the name that a container gives it. */
export function portNumber(value: unknown, opened: readonly ContainerPort[]): number | undefined {
  if (isPort(value)) return value;
  return opened.find(({ name }) => name !== undefined && name === value)?.port;
}

function isPort(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 65_535;
}

/** Tells which ports of containers are no longer opened, are so by another container, or no longer have their names. */
export function tellPorts(
  opened: readonly ContainerPort[],
  ports: Readonly<Record<string, ServicePort>>,
  containers: readonly Reader[],
): void {
  for (const { name, port, protocol, reader, container } of opened) {
    if (protocol !== 'TCP' && protocol !== 'UDP') continue;
    const leading = Object.entries(ports).find(
      ([, one]) => (one.targetPort ?? one.port) === port && (one.protocol ?? 'TCP') === protocol,
    );
    if (!leading) {
      reader.note(
        t('No port of the Service leads to {0}: a Service opens only those that others reach.', port),
      );
      continue;
    }
    if (name !== undefined && name !== leading[0]) {
      reader.note(t('The port has the name of the Service’s port, {0}.', leading[0]), 'information');
    }
    const asks = (one: Reader): boolean => probes.some((probe) => probedPort(one, probe, opened) === port);
    if (container !== (containers.find(asks) ?? containers[0])) {
      reader.note(
        t(
          'Which container has a port of the Service, only a probe of it says: another one declares {0}.',
          port,
        ),
        'information',
      );
    }
  }
}
