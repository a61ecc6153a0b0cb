import { t } from '../../../base/l10n.js';
import type { App } from '../../app.js';
import { ownerOf, ownersIn, systemsIn } from '../../catalog/groups.js';
import { facetsOf } from '../../catalog/facets.js';
import { refusal } from '../../../contract/refusal.js';
import { membersOf } from '../../identity/groups.js';
import { ok, type Endpoint } from '../exchange.js';
import { pageOf } from '../paging.js';

/** Services counted and grouped: by owner, by system, by whatever a filter can ask for. */
export function groupEndpoints(app: App): readonly Endpoint[] {
  return [
    {
      method: 'GET',
      path: '/v1/owners',
      async handle({ query }) {
        await app.control.book.refresh();
        return ok(pageOf(ownersIn(app.store.state.services, app.control.book.documents), query));
      },
    },
    {
      method: 'GET',
      path: '/v1/owners/{owner}',
      async handle({ params }) {
        await app.control.book.refresh();
        return ok(findOwner(app, params['owner'] ?? ''));
      },
    },
    {
      method: 'GET',
      path: '/v1/owners/{owner}/members',
      async handle({ params, query }) {
        await app.control.book.refresh();
        const { documents } = app.control.book;
        const { ref } = findOwner(app, params['owner'] ?? '');
        const members = membersOf(ref, documents).map((member) =>
          ownerOf(member, app.store.state.services, documents),
        );
        return ok(pageOf(members, query));
      },
    },
    {
      method: 'GET',
      path: '/v1/systems',
      handle: ({ query }) =>
        ok(pageOf(systemsIn(app.store.state.services, app.control.book.documents), query)),
    },
    {
      method: 'GET',
      path: '/v1/systems/{system}',
      handle({ params }) {
        const name = params['system'] ?? '';
        const found = systemsIn(app.store.state.services, app.control.book.documents).find(
          (system) => system.name === name,
        );
        if (!found) throw refusal('not-found', t('There is no system "{0}".', name));
        return ok(found);
      },
    },
    {
      method: 'GET',
      path: '/v1/facets',
      handle({ query, caller }) {
        return ok(facetsOf(query, app.sourcesFor(caller)));
      },
    },
  ];
}

/** An owner by `[kind:][namespace.]name`; throws 404. */
function findOwner(app: App, reference: string): ReturnType<typeof ownerOf> {
  const [, kind = 'group', namespace = 'default', name = ''] =
    /^(?:([^:]+):)?(?:([^./]+)[./])?(.+)$/.exec(reference) ?? [];
  const ref = `${kind}:${namespace}/${name}`.toLowerCase();
  const { documents } = app.control.book;
  const found = ownersIn(app.store.state.services, documents).find((owner) => owner.ref === ref);
  if (!found) throw refusal('not-found', t('There is no owner "{0}".', reference));
  return found;
}
