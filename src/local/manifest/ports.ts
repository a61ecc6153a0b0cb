import { entries, integer, member, text, type JsonObject } from './json.js';

/** A port of the Score `service`: what callers use, what the container listens on, and the variables that tell it. */
export interface ServicePort {
  readonly name: string;
  readonly port: number;
  readonly targetPort: number;
  readonly variables: readonly string[];
}

/** The first port is told as `PORT`, each also as `PORT_<NAME>`. */
export function servicePorts(workload: JsonObject): readonly ServicePort[] {
  return entries(member(member(workload, 'service'), 'ports')).flatMap(([name, value], index) => {
    const port = integer(member(value, 'port'));
    if (port === undefined) return [];
    const own = `PORT_${name.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}`;
    const variables = index === 0 ? ['PORT', own] : [own];
    return [{ name, port, targetPort: integer(member(value, 'targetPort')) ?? port, variables }];
  });
}

/** The service port that a probe or another service means by a name or a number. */
export function findPort(ports: readonly ServicePort[], wanted: unknown): ServicePort | undefined {
  if (typeof wanted === 'number') {
    return ports.find((port) => port.targetPort === wanted) ?? ports.find((port) => port.port === wanted);
  }
  const name = text(wanted);
  if (name === undefined) return undefined;
  return (
    ports.find((port) => port.name === name) ??
    (/^\d+$/.test(name) ? findPort(ports, Number(name)) : undefined)
  );
}
