import { t } from '../../../base/l10n.js';
import type { App } from '../../app.js';
import { ownerRef } from '../../catalog/describeService.js';
import { refusal } from '../../../contract/refusal.js';
import { Documents } from '../../documents/documents.js';
import { templatePages } from '../../templates/templatePages.js';
import type { GalleryTemplate } from '../../templates/gallery.js';
import { ok, type Endpoint } from '../exchange.js';
import { pageOf } from '../paging.js';

/** Documentation pages: README, docs and runbooks of the newest release of each service, and of each template its own. */
export function documentEndpoints(
  app: App,
  dataDir: string,
  gallery: readonly GalleryTemplate[],
): readonly Endpoint[] {
  const documents = new Documents(dataDir, app.store);
  const ofTemplates = templatePages(gallery);
  return [
    {
      method: 'GET',
      path: '/v1/pages',
      async handle({ query }) {
        const [service, owner, type] = [query.get('service'), query.get('owner'), query.get('type')];
        const words = query.get('q')?.toLowerCase() ?? '';
        const services = app.store.state.services.filter(
          (record) =>
            (service === null || record.name === service) && (owner === null || ownerRef(record) === owner),
        );
        const ofAll = service === null && owner === null ? ofTemplates : [];
        const all = [...(await documents.list(services)), ...ofAll.map(({ content: _, ...page }) => page)];
        const found = all.filter(
          (document) =>
            (type === null || document.type === type) &&
            `${document.title} ${document.service ?? ''}`.toLowerCase().includes(words),
        );
        return ok(pageOf(found, query));
      },
    },
    {
      method: 'GET',
      path: '/v1/pages/{page}',
      async handle({ params }) {
        const id = params['page'] ?? '';
        const found = ofTemplates.find((page) => page.id === id) ?? (await documents.read(id));
        if (found) return ok(found);
        throw refusal('not-found', t('There is no page "{0}".', params['page'] ?? ''));
      },
    },
  ];
}
