import { t } from '../../base/l10n.js';
import type { Link, Service } from '../../model/catalog.js';
import { goneRow } from './commonRows.js';
import type { Row } from './row.js';

/** The pages of a service that a browser may be sent to, each once: documentation and what its catalogue entry names. */
export function linksOf(service: Service | undefined): readonly Link[] {
  const found = new Map<string, Link>();
  for (const link of service?.links ?? []) {
    const address = URL.parse(link.url);
    if (!address || !/^https?:$/.test(address.protocol) || address.username || address.password) continue;
    if (!found.has(address.href)) found.set(address.href, { ...link, url: address.href });
  }
  return [...found.values()];
}

/** The row of one of them; it opens the page. */
export function linkRow(service: Service | undefined, url: string): Row {
  const link = linksOf(service).find((one) => one.url === url);
  if (!link) return goneRow();
  const label = link.title ?? new URL(url).host;
  return {
    label,
    description: link.type === 'documentation' ? t('documentation') : t('open'),
    look: { icon: link.type === 'documentation' ? 'book' : 'link-external' },
    spoken: t('{0}: {1}', label, t('open')),
    tags: ['link'],
    url,
    children: 'none',
  };
}
