import { t } from '../../../base/l10n.js';
import { asMap, type YamlDocument } from '../../documents/yamlDocument.js';
import { keySpan } from '../context.js';
import { finding } from '../finding.js';
import { at, entries, items, specOf } from '../mapped.js';
import { nearest } from '../../../base/nearest.js';
import type { Surroundings, SurroundingsRule } from '../ruleContext.js';
import { ofKind, specIn } from '../workspace/surroundings.js';
import { scoreBody } from './scoreBody.js';

/** A service with ports that goes to production and does not tell when it is ready. */
export const readiness: SurroundingsRule = async (document, kind, around) => {
  const { type } = specOf(document);
  if (kind.name !== 'Service' || (type !== 'service' && type !== 'website')) return [];
  const environment = productionOf(document, around);
  const body = environment === undefined ? undefined : await scoreBody(document, around);
  const containers = entries(body?.['containers']);
  if (environment === undefined || containers.length === 0) return [];
  if (entries(at(body, 'service', 'ports')).length === 0) return [];
  if (containers.some(([, container]) => mayBeProbed(container))) return [];
  const isInline = at(specOf(document), 'workload', 'scoreFile') === undefined;
  const name = containers[0]?.[0] ?? '';
  const path = ['spec', 'workload', ...(isInline ? ['containers', name] : ['scoreFile'])];
  const message = t(
    'This service goes to “{0}” without a readiness probe: it gets requests before it can answer. Add “readinessProbe” to a container.',
    environment,
  );
  return [finding('service/no-readiness-probe', keySpan(document, path), message)];
};

/** Whether a container has a readiness probe, or one whose key is misspelt, which is another fault. */
function mayBeProbed(container: unknown): boolean {
  return entries(container).some(([key]) => key === 'readinessProbe' || nearest(key, ['readinessProbe']));
}

/** The production environment that a service is promoted to, as far as the workspace tells. */
function productionOf(document: YamlDocument, around: Surroundings): string | undefined {
  const production = ofKind(around, 'Environment').flatMap((facts) => {
    const { type, production = type === 'production' } = specIn(facts);
    return production === true && facts.name !== undefined ? [facts.name] : [];
  });
  const spec = specOf(document);
  const pipeline = at(spec, 'delivery', 'pipeline') ?? 'default';
  const stages = ofKind(around, 'DeliveryPipeline').find(({ name }) => name === pipeline);
  const reached = stages
    ? items(specIn(stages)['stages']).map((stage) => at(stage, 'environment'))
    : Object.keys(asMap(spec['environments']) ?? {});
  return [...production, 'production'].find(
    (name) => reached.includes(name) && at(spec, 'environments', name, 'deploy') !== 'Disabled',
  );
}
