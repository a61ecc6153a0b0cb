import type { ScorecardDefinition } from '../../model/offer.js';
import { environmentsIn, serviceOf, type CatalogSources } from '../catalog/catalog.js';
import { isOnCallKnown } from '../incidents/onCall.js';
import type { ServiceRecord } from '../store/state.js';
import { platformChecks } from './platformChecks.js';
import { evaluateScorecard, type ScorecardResult } from './scorecards.js';

/** A scorecard's result for a service; `undefined` when it is not about it. */
export async function serviceScorecard(
  record: ServiceRecord,
  definition: ScorecardDefinition,
  sources: CatalogSources,
): Promise<ScorecardResult | undefined> {
  const now = Date.now();
  const { state, control } = sources;
  const service = serviceOf(record, sources);
  const finished = state.deployments.filter(
    (item) => item.service === record.name && (item.state === 'Deployed' || item.state === 'Superseded'),
  );
  const last = finished.at(-1)?.finishedAt;
  const production = environmentsIn(state).filter((environment) => environment.production);
  const check = platformChecks({
    service,
    production: production.map(({ name }) => name),
    slos: production.flatMap(({ name }) =>
      control.slosAt({ service: record.name, environment: name }, record),
    ),
    openIncidents: control.incidents.open(record.name).length,
    isOnCallKnown: isOnCallKnown(service.owner, control.book.documents),
    lastDeployedAt: last === undefined ? undefined : Date.parse(last),
    now,
  });
  return evaluateScorecard(definition, record.manifest, check, now);
}
