import { t } from '../../base/l10n.js';
import type { ApiOperation } from '../../contract/apiOperation.js';
import type { ShapeName } from '../../contract/checkOf.js';
import { apiOperations } from '../../contract/generated/api.js';
import type { Check, Kit } from '../check.js';
import { jsonOf } from '../exchange.js';
import { expect, expectShape, expectStatus } from '../expect.js';
import { NotApplicable } from '../verdict.js';

/** Lists that name what the places of other paths stand for: the path of the list and the field with the name. */
const lists: Readonly<Record<string, readonly [path: string, field: string]>> = {
  owner: ['/owners', 'ref'],
  system: ['/systems', 'name'],
  schema: ['/schemas', 'id'],
  template: ['/templates', 'name'],
  resource: ['/resources', 'id'],
  incident: ['/incidents', 'id'],
  page: ['/pages', 'id'],
  operation: ['/operations', 'id'],
  release: ['/services/{service}/releases', 'id'],
  deployment: ['/services/{service}/deployments', 'id'],
  run: ['/services/{service}/pipeline-runs', 'id'],
};

const unknown = 'golden-path-conformance';

/** What a read needs that its path does not say. */
async function queryOf(kit: Kit, { id }: ApiOperation): Promise<Readonly<Record<string, string>>> {
  if (id !== 'getPortfolio') return {};
  const { owner } = await kit.facts.service();
  if (owner === undefined) throw new NotApplicable(t('No service has an owner.'));
  return { owner };
}

async function fillPath(kit: Kit, path: string): Promise<string> {
  let filled = path;
  for (const [place = '', name = ''] of path.matchAll(/\{(\w+)\}/g)) {
    filled = filled.replace(place, encodeURIComponent(await valueFor(kit, name)));
  }
  return filled;
}

/** A path of a service that exists, where there is one: for another one anything may be 404. */
async function likelyPath({ facts }: Kit, path: string): Promise<string> {
  const [service] = await facts.services().catch(() => []);
  const environment = service?.environments?.[0]?.environment;
  return path
    .replace('{service}', encodeURIComponent(service?.name ?? unknown))
    .replace('{environment}', encodeURIComponent(environment ?? unknown))
    .replace(/\{\w+\}/g, unknown);
}

async function valueFor(kit: Kit, place: string): Promise<string> {
  if (place === 'service') return (await kit.facts.service()).name;
  if (place === 'environment') {
    const [leaf] = (await kit.facts.service()).environments ?? [];
    if (leaf) return leaf.environment;
    throw new NotApplicable(t('The platform has no service to look at.'));
  }
  const [path = '', field = ''] = lists[place] ?? [];
  const list = jsonOf(await kit.probe.get(await fillPath(kit, path))) as
    { readonly items?: readonly Readonly<Record<string, unknown>>[] } | undefined;
  const value = list?.items?.[0]?.[field];
  if (typeof value === 'string') return place === 'owner' ? value.replace('/', '.') : value;
  throw new NotApplicable(t('GET {0} lists nothing to read one of.', path));
}

const optional = apiOperations.filter(
  ({ method, capability, answers }) =>
    method === 'GET' && capability !== undefined && answers['200']?.['application/json'] !== undefined,
);

/** One check for every read behind a capability: declared, it answers as the contract says. */
const declared = optional.map((operation): Check => ({
  id: `reads/${operation.id}`,
  level: 'read',
  proves: t(
    'Where {0} is declared, GET {1} answers as the contract says.',
    operation.capability ?? '',
    operation.path,
  ),
  async run(kit) {
    await kit.facts.needs(operation.capability ?? '');
    const path = await fillPath(kit, operation.path);
    const answer = await kit.probe.get(path, { query: await queryOf(kit, operation) });
    const shape = operation.answers['200']?.['application/json'] ?? '';
    if (shape !== '') expectShape(answer, shape as ShapeName);
    else {
      expectStatus(answer, 200);
      expect(typeof jsonOf(answer) === 'object', t('The body is not JSON.'), answer);
    }
  },
}));

export function capabilityChecks(): readonly Check[] {
  return [
    ...declared,
    {
      id: 'capabilities/undeclared',
      level: 'read',
      proves: t('What is not declared is not offered: 501, or 404.'),
      async run(kit) {
        for (const { path, capability = '' } of optional) {
          if (await kit.facts.offers(capability)) continue;
          const concrete = await likelyPath(kit, path);
          const answer = await kit.probe.get(concrete);
          const message = t(
            '{0} is not declared, and GET {1} answers {2}.',
            capability,
            concrete,
            answer.status,
          );
          expect([501, 404].includes(answer.status), message, answer);
        }
      },
    },
  ];
}
