import { t } from '../../base/l10n.js';
import { fieldRefusal } from '../../contract/refusal.js';
import type { CallOptions } from '../../model/call.js';
import type { Facet, FacetValue } from '../../model/facet.js';
import type { FacetPart, FacetQuery } from '../../model/parts.js';
import type { Catalog } from './catalog.js';
import { readRef, shortName } from './entityRef.js';
import { serviceFilter } from './serviceFilter.js';

/** Where an entity has what services are counted by; what runs where, and tiers, Backstage does not count. */
const fields: Readonly<Record<string, string>> = {
  owner: 'relations.ownedBy',
  system: 'relations.partOf',
  type: 'spec.type',
  lifecycle: 'spec.lifecycle',
  tag: 'metadata.tags',
};
const mostValues = 200;

/** Counts the services of a catalogue by its own facets: none of them is read. */
export function facetPart(catalog: Catalog): FacetPart {
  return { count: (by, query = {}, call) => count(catalog, by, query, call) };
}

async function count(
  catalog: Catalog,
  by: readonly string[],
  { tier, environment, health, q, ...narrowed }: FacetQuery,
  call?: CallOptions,
): Promise<readonly Facet[]> {
  const [foreign] =
    Object.entries({ tier, environment, health, q }).find(([, wanted]) => wanted !== undefined) ?? [];
  if (foreign !== undefined) {
    throw fieldRefusal(`/${foreign}`, t('Backstage cannot count by "{0}". Leave it out.', foreign));
  }
  const asked = by.map((name) => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field !== undefined) return { name, field };
    const known = Object.keys(fields).join(', ');
    throw fieldRefusal('/by', t('Cannot count by "{0}". Take one of {1}.', name, known));
  });
  const { conditions } = serviceFilter(narrowed);
  const countOf = async (more: Readonly<Record<string, true>> = {}): Promise<number> =>
    (await catalog.query({ filters: [{ ...conditions, ...more }], limit: 0 }, call)).total;
  const wanted = asked.map(({ field }) => field);
  const [counted, total] = await Promise.all([catalog.facets(wanted, conditions, call), countOf()]);
  return Promise.all(
    asked.map(async ({ name, field }) => {
      const values = (counted[field] ?? []).flatMap((one): FacetValue[] => {
        const value = name === 'system' ? systemIn(one.value) : one.value;
        return value === undefined ? [] : [{ value, count: one.count }];
      });
      // Of several values in one entity, the sum says nothing of those without any.
      const having = name === 'tag' ? await countOf({ [field]: true }) : sum(values);
      const all = having < total ? [...values, { count: total - having }] : values;
      const sorted = all.sort((one, other) => other.count - one.count);
      return {
        field: name,
        values: sorted.slice(0, mostValues),
        ...(sorted.length > mostValues && { truncated: true }),
      };
    }),
  );
}

/** A component may be part of another one, too. */
function systemIn(target: string): string | undefined {
  const ref = readRef(target, 'system');
  return ref?.kind === 'system' ? shortName(ref) : undefined;
}

function sum(values: readonly FacetValue[]): number {
  return values.reduce((all, { count: one }) => all + one, 0);
}
