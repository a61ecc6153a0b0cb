import type { Found, Search } from '../../model/portal.js';
import type { Client } from '../http/client.js';
import { read } from './calls.js';
import { demandObject, objectAt, objectsAt, textAt, type Json } from './json.js';

const pageSize = '25';

/** What a Backstage with a search has indexed: its catalogue, its documentation. `app` is where people see it. */
export function searchOf(client: Client, app: string): Search {
  return {
    find: (text, { pageToken, ...call } = {}) => {
      const query = new URLSearchParams({ term: text, pageLimit: pageSize });
      if (pageToken !== undefined) query.set('pageCursor', pageToken);
      const decode = (value: unknown) => {
        const answer = demandObject(value);
        const next = textAt(answer, 'nextPageCursor');
        const items = objectsAt(answer, 'results').flatMap((result) => foundIn(result, app));
        return { items, ...(next !== undefined && { nextPageToken: next }) };
      };
      return client.send(read('/api/search/query', decode, query), call);
    },
  };
}

/** What leads to no page is left out. */
function foundIn(result: Json, app: string): readonly Found[] {
  const document = objectAt(result, 'document');
  const [title, location] = [textAt(document, 'title'), textAt(document, 'location')];
  if (title === undefined || location === undefined) return [];
  const url = URL.parse(/^\/(?!\/)/.test(location) ? app + location : location);
  if (!url || !/^https?:$/.test(url.protocol)) return [];
  const text = textAt(document, 'text')?.replace(/\s+/g, ' ').slice(0, 200);
  const isDocument = textAt(result, 'type') === 'techdocs';
  const type = isDocument ? 'documentation' : (textAt(document, 'kind') ?? textAt(result, 'type') ?? '');
  return [{ title, url: url.href, type: type.toLowerCase(), ...(text !== undefined && { text }) }];
}
