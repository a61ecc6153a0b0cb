import { asMap } from '../../documents/yamlDocument.js';
import type { Reader } from '../reader.js';

export interface Port {
  readonly name: string;
  readonly port: number;
  readonly targetPort: number;
  readonly protocol?: 'UDP';
}

/** The ports that a workload offers, in the order of the Service. */
export function portsOf(workload: Reader): Port[] {
  return workload
    .map('service')
    .map('ports')
    .entries()
    .flatMap(([name, reader]) => {
      const port = reader.whole('port');
      const targetPort = reader.whole('targetPort');
      const isUdp = reader.text('protocol') === 'UDP';
      if (port === undefined) return [];
      return [{ name, port, targetPort: targetPort ?? port, ...(isUdp && { protocol: 'UDP' as const }) }];
    });
}

/** Each port with the container that opens it: the one whose probe asks it, else the first. */
export function containerOf(
  { targetPort }: Port,
  containers: readonly (readonly [string, Reader])[],
): string {
  const asks = ([, { value }]: readonly [string, Reader]): boolean =>
    ['readinessProbe', 'livenessProbe'].some(
      (key) => asMap(asMap(asMap(value)?.[key])?.['httpGet'])?.['port'] === targetPort,
    );
  return (containers.find(asks) ?? containers[0])?.[0] ?? '';
}

/** The ports of one container; a name is at most 15 characters with a letter among them (RFC 6335, section 5.1). */
export function openedPorts(ports: readonly Port[]): object[] {
  const seen = new Set<string>();
  return ports.flatMap(({ name, targetPort, protocol }) => {
    const key = `${targetPort}/${protocol ?? ''}`;
    if (seen.has(key)) return [];
    seen.add(key);
    const isName = name.length <= 15 && /[a-z]/.test(name) && !name.includes('--');
    return [{ ...(isName && { name }), containerPort: targetPort, ...(protocol && { protocol }) }];
  });
}
