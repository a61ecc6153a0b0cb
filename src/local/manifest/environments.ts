import type { ApprovalPolicy, Environment } from '../../model/catalog.js';
import { fullRef } from '../identity/entityRef.js';
import { at, integer, member, text, texts } from './json.js';
import { namePattern } from './serviceManifest.js';

export const defaultEnvironments: readonly Environment[] = [
  { name: 'development', title: 'Development', type: 'development', production: false, order: 0 },
  {
    name: 'staging',
    title: 'Staging',
    type: 'staging',
    production: false,
    order: 1,
    promotesFrom: ['development'],
  },
  {
    name: 'production',
    title: 'Production',
    type: 'production',
    production: true,
    order: 2,
    promotesFrom: ['staging'],
    confirmation: 'TypeName',
    requireReason: true,
  },
];

/** The environments that manifests declare; a pipeline gives their order and what they promote from. */
export function environmentsOf(documents: readonly unknown[]): readonly Environment[] {
  const ours = documents.filter((document) =>
    text(member(document, 'apiVersion'))?.startsWith('goldenpath.dev/'),
  );
  const pipeline =
    ours.find((document) => kindOf(document) === 'DeliveryPipeline' && nameOf(document) === 'default') ??
    ours.find((document) => kindOf(document) === 'DeliveryPipeline');
  const stages = at(pipeline, 'spec', 'stages');
  const order = (Array.isArray(stages) ? stages : []).map(
    (stage: unknown) => text(member(stage, 'environment')) ?? '',
  );
  const found = new Map<string, Environment>();
  for (const document of ours) {
    const name = nameOf(document);
    if (
      kindOf(document) !== 'Environment' ||
      name === undefined ||
      !namePattern.test(name) ||
      found.has(name)
    ) {
      continue;
    }
    found.set(name, readEnvironment(name, document, found.size, order, stages));
  }
  return [...found.values()].sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
}

function readEnvironment(
  name: string,
  document: unknown,
  index: number,
  order: readonly string[],
  stages: unknown,
): Environment {
  const spec = member(document, 'spec');
  const type = text(member(spec, 'type')) ?? 'development';
  const declared = member(spec, 'production');
  const production = typeof declared === 'boolean' ? declared : type === 'production';
  const position = order.indexOf(name);
  const stage: unknown = Array.isArray(stages) && position >= 0 ? stages[position] : undefined;
  const named = texts(member(stage, 'promotesFrom'));
  const before = position > 0 ? order[position - 1] : undefined;
  const promotesFrom = named.length > 0 ? named : before === undefined ? [] : [before];
  const title = text(at(document, 'metadata', 'title'));
  const url = text(member(spec, 'url'));
  const approvals = readApprovals(member(spec, 'approvals'));
  return {
    name,
    ...(title !== undefined && { title }),
    type,
    production,
    order: position >= 0 ? position : order.length + index,
    ...(promotesFrom.length > 0 && { promotesFrom }),
    confirmation: production ? 'TypeName' : (text(member(spec, 'confirmation')) ?? 'None'),
    requireReason: production || member(spec, 'requireReason') === true,
    ...(url !== undefined && { url }),
    ...(approvals && { approvals }),
  };
}

/** Who must agree to a change; the defaults of the kind Environment. */
function readApprovals(value: unknown): ApprovalPolicy | undefined {
  const minApprovals = integer(member(value, 'minApprovals')) ?? 0;
  if (minApprovals < 1) return undefined;
  const expireAfter = text(member(value, 'expireAfter'));
  const actions = member(value, 'actions');
  return {
    minApprovals,
    approvers: texts(member(value, 'approvers')).map((reference) => fullRef(reference)),
    preventSelfApproval: member(value, 'preventSelfApproval') !== false,
    actions: actions === undefined ? ['Deploy', 'Promote'] : texts(actions),
    ...(expireAfter !== undefined && { expireAfter }),
  };
}

function kindOf(document: unknown): string | undefined {
  return text(member(document, 'kind'));
}

function nameOf(document: unknown): string | undefined {
  return text(at(document, 'metadata', 'name'));
}
