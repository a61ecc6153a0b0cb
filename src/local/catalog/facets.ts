import type { components } from '../../contract/generated/wire.js';
import { t } from '../../base/l10n.js';
import type { Service } from '../../model/catalog.js';
import { fieldRefusal } from '../delivery/refusal.js';

type Facets = components['schemas']['FacetList'];

const standard = ['owner', 'system', 'type', 'tier', 'lifecycle'] as const;
const known = [...standard, 'environment', 'health', 'tag'] as const;
type Field = (typeof known)[number];

const mostValues = 200;

/** How many services there are by each value of some fields. */
export function facetsOf(services: readonly Service[], query: URLSearchParams): Facets {
  const asked = query.get('by')?.split(',') ?? standard;
  const fields = asked.map((name) => {
    const field = known.find((item) => item === name);
    if (field) return field;
    throw fieldRefusal('/by', t('Cannot count by "{0}". Take one of {1}.', name, known.join(', ')));
  });
  return { facets: fields.map((field) => facetOf(field, services)), totalSize: services.length };
}

function facetOf(field: Field, services: readonly Service[]): Facets['facets'][number] {
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

function valuesOf(field: Field, service: Service): readonly (string | undefined)[] {
  const leaves = service.environments ?? [];
  if (field === 'environment') {
    return leaves.filter(({ current }) => current !== undefined).map(({ environment }) => environment);
  }
  if (field === 'health') {
    return leaves.filter(({ current }) => current !== undefined).map(({ health }) => health);
  }
  return field === 'tag' ? (service.tags ?? []) : [service[field]];
}
