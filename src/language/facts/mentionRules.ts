import type { Subject } from './documentFacts.js';

/** Where names stand in a kind of document. `*` in a path is any key or item. */
export interface MentionRule {
  readonly path: readonly string[];
  /** Whether the name is the key at the path, or its value. */
  readonly at: 'key' | 'value';
  readonly role: 'definition' | 'reference';
  /** What is named; or that it is a catalogue reference, and the kind that it means when it says none. */
  readonly names: Subject | { readonly entity: string };
}

type Names = MentionRule['names'];

const keys = (path: string, role: MentionRule['role'], names: Names): MentionRule => ({
  path: path.split('/'),
  at: 'key',
  role,
  names,
});
const defines = (path: string, names: Names): MentionRule => ({
  path: path.split('/'),
  at: 'value',
  role: 'definition',
  names,
});
const refers = (path: string, names: Names): MentionRule => ({
  path: path.split('/'),
  at: 'value',
  role: 'reference',
  names,
});
const entities = (fields: Readonly<Record<string, string>>): MentionRule[] =>
  Object.entries(fields).map(([path, entity]) => refers(`spec/${path}`, { entity }));

/** The names in a Score body (Score v1b1), which stands at `base`; in an override they only refer. */
const workload = (base: string, role: MentionRule['role']): MentionRule[] => [
  keys(`${base}containers/*`, role, 'container'),
  keys(`${base}containers/*/before/*`, 'reference', 'container'),
  keys(`${base}service/ports/*`, role, 'port'),
  keys(`${base}resources/*`, role, 'workloadResource'),
  refers(`${base}resources/*/type`, 'resourceType'),
];

const owned = entities({ owner: 'group', system: 'system' });

const service: readonly MentionRule[] = [
  defines('metadata/name', 'service'),
  ...owned,
  ...entities({ 'dependsOn/*': 'component', 'providesApis/*': 'api', 'consumesApis/*': 'api' }),
  ...workload('spec/workload/', 'definition'),
  ...workload('spec/environments/*/overrides/', 'reference'),
  keys('spec/environments/*', 'reference', 'environment'),
  refers('spec/delivery/pipeline', 'pipeline'),
  refers('spec/template/ref', { entity: 'template' }),
];

const platformRules: Readonly<Record<string, readonly MentionRule[] | undefined>> = {
  Service: service,
  Resource: [
    defines('metadata/name', 'resource'),
    ...owned,
    refers('spec/type', 'resourceType'),
    keys('spec/environments/*', 'reference', 'environment'),
  ],
  Environment: [defines('metadata/name', 'environment'), ...entities({ 'approvals/approvers/*': 'group' })],
  DeliveryPipeline: [
    defines('metadata/name', 'pipeline'),
    refers('spec/stages/*/environment', 'environment'),
    refers('spec/stages/*/promotesFrom/*', 'environment'),
    refers('spec/stages/*/gates/scorecard/name', 'scorecard'),
  ],
  FreezeWindow: [
    defines('metadata/name', 'freezeWindow'),
    refers('spec/environments/*', 'environment'),
    ...entities({ 'override/allowedBy/*': 'group' }),
  ],
  // Workloads use the word at `spec.type`; the name of the document is most often the same word.
  ResourceType: [
    defines('metadata/name', 'resourceType'),
    defines('spec/type', 'resourceType'),
    defines('spec/outputs/*/name', 'output'),
    refers('spec/classes/*/environments/*', 'environment'),
  ],
  Template: [defines('metadata/name', 'template'), ...entities({ owner: 'group' })],
  Action: [
    defines('metadata/name', 'action'),
    ...entities({ owner: 'group', 'approvals/approvers/*': 'group' }),
  ],
  Scorecard: [defines('metadata/name', 'scorecard'), ...entities({ owner: 'group' })],
};

const score: readonly MentionRule[] = [defines('metadata/name', 'service'), ...workload('', 'definition')];

/** The relations of all catalogue kinds (Backstage, "Descriptor Format of Catalog Entities"). */
const relations: readonly MentionRule[] = [
  ...owned,
  ...entities({
    domain: 'domain',
    subdomainOf: 'domain',
    subcomponentOf: 'component',
    'dependsOn/*': 'component',
    'dependencyOf/*': 'component',
    'providesApis/*': 'api',
    'consumesApis/*': 'api',
    parent: 'group',
    'children/*': 'group',
    'members/*': 'user',
    'memberOf/*': 'group',
  }),
];

/** The rules for a document by its `apiVersion` and `kind`; `undefined` for one whose names mean nothing to us. */
export function mentionRules(apiVersion: string, kind: string): readonly MentionRule[] | undefined {
  switch (apiVersion.slice(0, apiVersion.indexOf('/'))) {
    case 'goldenpath.dev':
      return platformRules[kind];
    case 'score.dev':
      return score;
    case 'backstage.io':
      return [defines('metadata/name', { entity: kind }), ...relations];
    case 'scaffolder.backstage.io':
      return [defines('metadata/name', { entity: 'Template' }), ...relations];
    default:
      return undefined;
  }
}
