import type { components } from '../../contract/generated/wire.js';
import { t } from '../../base/l10n.js';
import { fieldRefusal } from '../../contract/refusal.js';

import type { CatalogSources } from './catalog.js';
import { filterServices, outlinesOf, type ServiceOutline } from './serviceFilter.js';

type Facets = components['schemas']['FacetList'];

const standard = ['owner', 'system', 'type', 'tier', 'lifecycle'] as const;
const known = [...standard, 'environment', 'health', 'tag'] as const;
type Field = (typeof known)[number];

const mostValues = 200;

/** How many services there are by each value of some fields. */
export function facetsOf(query: URLSearchParams, sources: CatalogSources): Facets {
  const asked = query.get('by')?.split(',') ?? standard;
  const fields = asked.map((name) => {
    const field = known.find((item) => item === name);
    if (field) return field;
    throw fieldRefusal('/by', t('Cannot count by "{0}". Take one of {1}.', name, known.join(', ')));
  });
  const services = outlinesOf(filterServices(query, sources), sources);
  return { facets: fields.map((field) => facetOf(field, services)), totalSize: services.length };
}

function facetOf(field: Field, services: readonly ServiceOutline[]): Facets['facets'][number] {
  const counts = new Map<string | undefined, number>();
  for (const service of services) {
    const values = new Set(valuesOf(field, service));
    if (values.size === 0) values.add(undefined);
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const values = [...counts]
    .map(([value, count]) => ({ ...(value !== undefined && { value }), count }))
    .sort((a, b) => b.count - a.count);
  return {
    field,
    values: values.slice(0, mostValues),
    ...(values.length > mostValues && { truncated: true }),
  };
}

function valuesOf(field: Field, { service, leaves }: ServiceOutline): readonly (string | undefined)[] {
  if (field === 'environment' || field === 'health') {
    return leaves.filter(({ isDeployed }) => isDeployed).map((leaf) => leaf[field]);
  }
  return field === 'tag' ? (service.tags ?? []) : [service[field]];
}
