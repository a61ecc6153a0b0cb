import { t } from '../../../base/l10n.js';
import type { YamlDocument } from '../../documents/yamlDocument.js';
import type { Kind } from '../../kinds/kind.js';
import { valueSpan } from '../context.js';
import { finding, type Finding } from '../finding.js';
import { at, entries } from '../mapped.js';
import { listWords } from '../values.js';
import { workloadOf } from '../workloads.js';

/** Two ports of one number and protocol: others can reach only one of them. */
export function portConflict(document: YamlDocument, kind: Kind): Finding[] {
  const workload = workloadOf(document, kind);
  const seen = new Map<string, string>();
  return entries(at(workload?.body, 'service', 'ports')).flatMap(([name, declared]) => {
    const port = at(declared, 'port');
    if (!workload || typeof port !== 'number') return [];
    const protocol = at(declared, 'protocol');
    const identity = `${port}/${typeof protocol === 'string' ? protocol : 'TCP'}`;
    const first = seen.get(identity);
    if (first === undefined) {
      seen.set(identity, name);
      return [];
    }
    const path = [...workload.path, 'service', 'ports'];
    const message = t(
      'The port “{0}” has the number {1} already. Give “{2}” another one.',
      first,
      port,
      name,
    );
    const related = {
      ...valueSpan(document, [...path, first, 'port']),
      message: t('“{0}” has it here.', first),
    };
    return [
      finding('score/port-conflict', valueSpan(document, [...path, name, 'port']), message, { related }),
    ];
  });
}

const probes = ['livenessProbe', 'readinessProbe'];

/** A probe on a port that is none of those that the workload declares. */
export function probePort(document: YamlDocument, kind: Kind): Finding[] {
  const workload = workloadOf(document, kind);
  const open = openPorts(at(workload?.body, 'service', 'ports'));
  if (!workload || open.length === 0) return [];
  return entries(workload.body['containers']).flatMap(([name, container]) =>
    probes.flatMap((probe) => {
      const port = at(container, probe, 'httpGet', 'port');
      if (typeof port !== 'number' || open.includes(port)) return [];
      const path = [...workload.path, 'containers', name, probe, 'httpGet', 'port'];
      const message = t(
        'The workload opens no port {0}, only {1}. Probe one of them, or declare {0} under “service.ports”.',
        port,
        listWords(open.map(String)),
      );
      const [only, ...others] = open;
      const data = others.length === 0 ? { data: { suggestion: String(only) } } : {};
      return [finding('score/probe-port', valueSpan(document, path), message, data)];
    }),
  );
}

const portKeys = new Set(['port', 'protocol', 'targetPort']);

/** The ports that a probe can reach: where containers listen, and what callers use. None when one is misspelt. */
function openPorts(ports: unknown): number[] {
  const keys = entries(ports).flatMap(([, declared]) => entries(declared).map(([key]) => key));
  if (!keys.every((key) => portKeys.has(key))) return [];
  const all = entries(ports).flatMap(([, declared]) => [at(declared, 'targetPort'), at(declared, 'port')]);
  return [...new Set(all.filter((port) => typeof port === 'number'))];
}
