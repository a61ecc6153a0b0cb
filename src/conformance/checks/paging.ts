import { t } from '../../base/l10n.js';
import type { components } from '../../contract/generated/wire.js';
import type { Check, Kit } from '../check.js';
import type { Exchange } from '../exchange.js';
import { expect, expectRefusal, expectShape } from '../expect.js';
import { NotApplicable } from '../verdict.js';

type ServiceList = components['schemas']['ServiceList'];

/** Enough to see how a server pages, and an end for one that never ends. */
const maxPages = 200;

async function readPage(
  { probe }: Kit,
  query: Readonly<Record<string, string>>,
): Promise<[ServiceList, Exchange]> {
  const answer = await probe.get('/services', { query: { view: 'Basic', ...query } });
  return [expectShape(answer, 'ServiceList'), answer];
}

/** The first page of one service, where the server pages at all. */
async function firstOfMany(kit: Kit): Promise<[ServiceList & { readonly nextPageToken: string }, Exchange]> {
  const [page, answer] = await readPage(kit, { pageSize: '1' });
  const { nextPageToken } = page;
  if (nextPageToken !== undefined) return [{ ...page, nextPageToken }, answer];
  throw new NotApplicable(t('The server gives all services at once.'));
}

export function pagingChecks(): readonly Check[] {
  return [
    {
      id: 'paging/size',
      level: 'read',
      proves: t('A page that is not the last has at most pageSize items.'),
      async run(kit) {
        const [page, answer] = await firstOfMany(kit);
        const message = t('pageSize=1 gave {0} items and a token for more.', page.items.length);
        expect(page.items.length <= 1, message, answer);
      },
    },
    {
      id: 'paging/walk',
      level: 'read',
      proves: t('The pages together are all services, each once, and they end.'),
      async run(kit) {
        const names: string[] = [];
        let token: string | undefined;
        for (let count = 0; ; count++) {
          const [page, answer] = await readPage(kit, { pageSize: '2', ...(token && { pageToken: token }) });
          names.push(...page.items.map(({ name, namespace }) => `${namespace ?? ''}/${name}`));
          const twice = names.find((name, index) => names.indexOf(name) !== index);
          expect(twice === undefined, t('{0} comes twice.', (twice ?? '').replace(/^\//, '')), answer);
          const next = page.nextPageToken;
          expect(
            next === undefined || next !== token,
            t('A page gives its own token as the next one.'),
            answer,
          );
          token = next;
          if (token === undefined || count === maxPages) break;
        }
        const [whole, answer] = await readPage(kit, { pageSize: '200' });
        const missing = whole.items.length - names.length;
        const message = t(
          'The pages of 2 have {0} services, one page has {1}.',
          names.length,
          whole.items.length,
        );
        expect(missing <= 0 || token !== undefined, message, answer);
      },
    },
    {
      id: 'paging/stable',
      level: 'read',
      proves: t('The same page token gives the same page again.'),
      async run(kit) {
        const [{ nextPageToken }] = await firstOfMany(kit);
        const query = { pageSize: '1', pageToken: nextPageToken };
        const [first] = await readPage(kit, query);
        const [again, answer] = await readPage(kit, query);
        const named = (page: ServiceList): string => page.items.map(({ name }) => name).join(', ');
        const message = t('First it was "{0}", then "{1}".', named(first), named(again));
        expect(named(first) === named(again), message, answer);
      },
    },
    {
      id: 'paging/limits',
      level: 'read',
      proves: t('pageSize=0 is the default, and a size above the maximum is cut, not refused.'),
      async run(kit) {
        await readPage(kit, { pageSize: '0' });
        await readPage(kit, { pageSize: '1000000' });
      },
    },
    {
      id: 'paging/token',
      level: 'read',
      proves: t('A page token that the server did not give is refused.'),
      async run(kit) {
        await firstOfMany(kit);
        const query = { pageToken: 'golden-path-conformance' };
        expectRefusal(await kit.probe.get('/services', { query }), [400, 422], ['invalid-request']);
      },
    },
  ];
}
