import { t } from '../../base/l10n.js';
import type { PlanFinding } from '../../model/delivery.js';
import { integer, isObject, member, text, texts } from '../manifest/json.js';
import { findPort, type ServicePort } from '../manifest/ports.js';
import type { ProbeSpec } from './launch.js';

/** Reads a Score probe; its port, by number or name, becomes the port of this machine. */
export function readProbe(
  probe: unknown,
  declared: readonly ServicePort[],
  portOf: (port: ServicePort) => number,
  warnings: PlanFinding[],
): ProbeSpec | undefined {
  const http = member(probe, 'httpGet');
  const command = texts(member(member(probe, 'exec'), 'command'));
  if (!isObject(http)) return command.length > 0 ? { kind: 'exec', command } : undefined;
  const wanted = member(http, 'port');
  const found = findPort(declared, wanted);
  const literal = integer(wanted);
  if (!found) {
    warnings.push({
      code: 'probe-port-unknown',
      severity: 'Warning',
      message: t(
        'A probe uses the port {0}, which no service port names: it cannot be moved per environment.',
        String(wanted),
      ),
    });
    if (literal === undefined) return undefined;
  }
  return {
    kind: 'http',
    scheme: (text(member(http, 'scheme')) ?? 'http').toLowerCase() === 'https' ? 'https' : 'http',
    host: text(member(http, 'host')) ?? 'localhost',
    port: found ? portOf(found) : (literal ?? 0),
    path: text(member(http, 'path')) ?? '/',
    headers: readHeaders(member(http, 'httpHeaders')),
  };
}

function readHeaders(value: unknown): Readonly<Record<string, string>> {
  if (!Array.isArray(value)) return {};
  return Object.fromEntries(
    value.flatMap((item: unknown) => {
      const name = text(member(item, 'name'));
      return name === undefined ? [] : [[name, text(member(item, 'value')) ?? '']];
    }),
  );
}
