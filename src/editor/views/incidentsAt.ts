import type { Incident } from '../../model/incident.js';
import type { LiveSnapshot } from '../../model/live.js';

/** The open incidents of a service in an environment, in the platform's order. Few are open at a time. */
export function incidentsAt(
  { incidents }: LiveSnapshot,
  service: string,
  environment: string,
): readonly Incident[] {
  return [...(incidents?.values() ?? [])].filter(
    (incident) => incident.service === service && incident.environment === environment,
  );
}
