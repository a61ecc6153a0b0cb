import { t } from '../../base/l10n.js';
import { ownerName, type OwnerTitles } from '../../model/reference.js';
import type { Connection } from '../session/connection.js';
import { nameOf } from '../session/connection.js';
import type { DashboardSource } from './dashboard.js';
import { pictureOf, ServiceFacts } from './serviceFacts.js';
import { standingOf } from './standing.js';

/** Feeds the dashboard of one service. */
export function serviceSource(
  connection: Connection,
  service: string,
  owners: () => OwnerTitles,
): DashboardSource {
  const facts = new ServiceFacts(connection, service);
  return {
    read: (signal, changed) => facts.read(signal, changed),
    concerns: (services) => services.has(service),
    model: (slow) => {
      const { snapshot } = connection.live;
      const platform = nameOf(connection);
      const picture = pictureOf(snapshot, service);
      const owner = picture.service?.owner;
      const standing = standingOf(snapshot, platform, slow);
      const gone = standing.state === 'live' && !picture.service;
      return {
        kind: 'service',
        name: service,
        platform,
        standing: gone
          ? { state: 'gone', message: t('{0} has no service "{1}" yet: deploy it first.', platform, service) }
          : standing,
        now: Date.now(),
        ...(snapshot.asOf !== undefined && { asOf: snapshot.asOf }),
        ...picture,
        ...(owner !== undefined && { owner: ownerName(owner, owners()) }),
        ...facts.sections,
      };
    },
  };
}
