import { asMap } from '../documents/yamlDocument.js';

type Plain = Readonly<Record<string, unknown>>;

/** Paths, within a Score body, of numbers that mean a port of its service, and which of a port's two numbers it is. */
export const portNumberPaths: readonly {
  readonly path: readonly string[];
  readonly is: 'target' | 'service';
}[] = [
  { path: ['containers', '*', 'livenessProbe', 'httpGet', 'port'], is: 'target' },
  { path: ['containers', '*', 'readinessProbe', 'httpGet', 'port'], is: 'target' },
  { path: ['service', 'ports', '*', 'targetPort'], is: 'target' },
  { path: ['resources', '*', 'params', 'port'], is: 'service' },
];

/** The name of the first port whose number it is: the one it opens in the container, or the one clients call. */
export function portNamed(body: Plain, number: number, is: 'target' | 'service'): string | undefined {
  const ports = Object.entries(asMap(asMap(body['service'])?.['ports']) ?? {});
  return ports.find(([, value]) => {
    const port = asMap(value);
    return number === (is === 'target' ? (port?.['targetPort'] ?? port?.['port']) : port?.['port']);
  })?.[0];
}
