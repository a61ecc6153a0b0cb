import { t } from '../../../base/l10n.js';
import { asMap } from '../../documents/yamlDocument.js';
import { workloadOf } from '../../rules/workloads.js';
import { proposal, type Fix } from './fix.js';
import { byPaths } from './mends.js';
import { valueAt } from './missing.js';

/** A readiness probe on the first port of a service whose workload is written inline. */
export const addReadinessProbe: Fix = ({ document, kind }) => {
  const workload = kind && workloadOf(document, kind);
  const [container] = Object.keys(asMap(workload?.body['containers']) ?? {});
  if (!workload || container === undefined) return [];
  const ports = asMap(valueAt(workload.body, ['service', 'ports'])) ?? {};
  const { port, targetPort = port } = asMap(Object.values(ports)[0]) ?? {};
  if (typeof targetPort !== 'number') return [];
  const path = [...workload.path, 'containers', container, 'readinessProbe'];
  const value = { httpGet: { path: '/', port: targetPort } };
  return proposal({ title: t('Add a readiness probe') }, byPaths(document, [{ set: path, value }]));
};
