import { t } from '../../base/l10n.js';
import type { Link } from '../../model/catalog.js';
import type { CatalogEntry } from '../../model/engine.js';
import { urlFrom } from '../http/url.js';

/** A tag, alone or in the words of Backstage's plugin for Grafana. */
const tag = /^(?:tags @> ['"])?([\w.:-]+)(?:['"])?$/;

/** Where people see a service in Grafana, by the annotations of Backstage's plugin. `grafana`: its address, without a trailing slash. */
export function grafanaLinks(
  { annotations = {} }: CatalogEntry,
  grafana: string | undefined,
): readonly Link[] {
  const links: Link[] = [];
  const overview = urlFrom(annotations['grafana/overview-dashboard'] ?? '');
  if (overview && /^https?:$/.test(overview.protocol)) {
    links.push({ url: overview.href, title: t('Dashboard in Grafana'), type: 'dashboard' });
  }
  if (grafana === undefined) return links;
  const selector = annotations['grafana/dashboard-selector'] ?? annotations['grafana/tag-selector'];
  const [, word] = tag.exec(selector?.trim() ?? '') ?? [];
  if (word !== undefined) {
    const search = new URLSearchParams({ tag: word });
    links.push({
      url: `${grafana}/dashboards?${search.toString()}`,
      title: t('Dashboards in Grafana'),
      type: 'dashboard',
    });
  }
  const labels = (annotations['grafana/alert-label-selector'] ?? '').split(',').map((label) => label.trim());
  const wanted = labels.filter((label) => /^[A-Za-z_]\w*=[^"\s]+$/.test(label));
  if (wanted.length > 0) {
    const search = new URLSearchParams({ search: wanted.map((label) => `label:${label}`).join(' ') });
    links.push({
      url: `${grafana}/alerting/list?${search.toString()}`,
      title: t('Alerts in Grafana'),
      type: 'dashboard',
    });
  }
  return links;
}
