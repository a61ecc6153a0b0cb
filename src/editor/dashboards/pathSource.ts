import type { PortfolioMetrics } from '../../model/metrics.js';
import { ownerName, type OwnerTitles } from '../../model/reference.js';
import type { Part } from '../../webview/dashboards/model.js';
import { nameOf, type Connection } from '../session/connection.js';
import type { DashboardSource } from './dashboard.js';
import { offers, readPart } from './readPart.js';
import { standingOf } from './standing.js';
import type { Subject } from './subject.js';

const dayMs = 86_400_000;

/** Feeds the golden path dashboard of one owner or system. */
export function pathSource(
  connection: Connection,
  { by, name, days }: Extract<Subject, { kind: 'path' }>,
  owners: () => OwnerTitles,
): DashboardSource {
  let figures: Part<PortfolioMetrics> = { state: 'loading' };
  let readAt: number | undefined;
  return {
    async read(signal, changed) {
      const { measures } = connection.platform;
      const to = Date.now();
      const query = {
        [by]: name,
        from: new Date(to - days * dayMs).toISOString(),
        to: new Date(to).toISOString(),
      };
      const read =
        measures && offers(connection.live.snapshot, 'metrics.portfolio')
          ? () => measures.portfolio(query, { signal })
          : undefined;
      figures = await readPart(figures, read);
      if (figures.state === 'ready' && figures.stale === undefined) readAt = Date.now();
      changed();
    },
    concerns: () => true,
    model: (slow) => {
      const platform = nameOf(connection);
      return {
        kind: 'path',
        by,
        subject: name,
        title: ownerName(name, owners()),
        days,
        platform,
        standing: standingOf(connection.live.snapshot, platform, slow),
        now: Date.now(),
        ...(readAt !== undefined && { asOf: readAt }),
        figures,
      };
    },
  };
}
