import { t } from '../../../base/l10n.js';
import type { Reader } from '../reader.js';

/** Timing that all probes of a Service share, as far as it is written. */
export interface Timing {
  readonly shared: Readonly<Record<string, number>>;
  readonly startupDeadlineSeconds: number | undefined;
}

export function timingOf(spec: Reader): Timing {
  const health = spec.map('health');
  const shared = ['periodSeconds', 'timeoutSeconds', 'failureThreshold'].flatMap((key) => {
    const value = health.whole(key);
    return value === undefined ? [] : [[key, value] as const];
  });
  return {
    shared: Object.fromEntries(shared),
    startupDeadlineSeconds: health.whole('startupDeadlineSeconds'),
  };
}

/** The probes of a container; where a time to start is given, a startup probe asks the same until then. */
export function probesOf(
  container: Reader,
  { shared, startupDeadlineSeconds }: Timing,
  needsStartup: boolean,
): object {
  const liveness = probeOf(container, 'livenessProbe');
  const readiness = probeOf(container, 'readinessProbe');
  const asked = readiness ?? liveness;
  const period = shared['periodSeconds'] ?? 10;
  const attempts = startupDeadlineSeconds && Math.ceil(startupDeadlineSeconds / period);
  const startup = asked && (attempts !== undefined || needsStartup);
  return {
    ...(liveness && { livenessProbe: { ...liveness, ...shared } }),
    ...(readiness && { readinessProbe: { ...readiness, ...shared } }),
    ...(startup && {
      startupProbe: { ...asked, ...shared, ...(attempts !== undefined && { failureThreshold: attempts }) },
    }),
  };
}

function probeOf(container: Reader, key: string): object | undefined {
  if (!container.has(key)) return undefined;
  const probe = container.map(key);
  const httpGet = probe.take('httpGet');
  if (httpGet === undefined) return { exec: probe.take('exec') };
  probe.drop('exec', t('Kubernetes asks in one way only: by httpGet.'));
  return { httpGet };
}
