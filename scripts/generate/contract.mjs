/**
 * Makes src/contract/generated/ from schemas/platform-api.yaml: the wire's types, and compiled checks of what a
 * server answers and a client asks. The checks follow the contract's promise to clients: unknown fields and words
 * pass, formats are not checked. They run in a browser: plain functions, no imports.
 */
import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import openapiTypes, { astToString } from 'openapi-typescript';
import { parse } from 'yaml';

/** Schemas with a compiled check: every request and answer of the contract. */
const checked = [
  'AccessEvaluationRequest',
  'AccessEvaluationResponse',
  'Action',
  'ActionList',
  'AuditEvent',
  'AuditEventList',
  'CloudEvent',
  'Decision',
  'Deployment',
  'DeploymentList',
  'DeploymentRequest',
  'Document',
  'DocumentList',
  'DoraMetrics',
  'Drift',
  'Environment',
  'EnvironmentList',
  'EnvironmentRequest',
  'FacetList',
  'FeedbackRequest',
  'Incident',
  'IncidentList',
  'IncidentPatch',
  'IncidentRequest',
  'LogLine',
  'LogLineList',
  'Me',
  'OnCall',
  'Operation',
  'OperationEvent',
  'OperationEventList',
  'OperationList',
  'Owner',
  'OwnerList',
  'PipelineRun',
  'PipelineRunList',
  'Plan',
  'PlatformEventList',
  'PlatformInfo',
  'PortfolioMetrics',
  'Problem',
  'Release',
  'ReleaseList',
  'ReleaseRequest',
  'Resource',
  'ResourceList',
  'ResourceRequest',
  'ResourceTypeList',
  'RunPlan',
  'RunRequest',
  'SchemaInfoList',
  'ScorecardResultList',
  'Secret',
  'SecretList',
  'SecretRotation',
  'SecretValue',
  'Service',
  'ServiceEnvironment',
  'ServiceList',
  'SloList',
  'System',
  'SystemList',
  'Template',
  'TemplateList',
  'ValidationResult',
];

/** Words of JSON Schema that describe but do not check; left out to keep the compiled code small. */
const described = new Set(['description', 'format', 'default', 'example', 'x-extensible-enum']);

/** Ids of the schemas inside the compiler; they end up nowhere. */
const id = (name) => `api:/${name}`;

function bare(schema) {
  if (Array.isArray(schema)) return schema.map(bare);
  if (typeof schema !== 'object' || schema === null) return schema;
  const kept = {};
  for (const [key, value] of Object.entries(schema)) {
    if (described.has(key) && (typeof value !== 'object' || Array.isArray(value))) continue;
    kept[key] = key === '$ref' ? id(value.split('/').at(-1)) : bare(value);
  }
  return kept;
}

function compileChecks(schemas) {
  const ajv = new Ajv2020({
    code: { source: true, esm: true, lines: false },
    strict: true,
    strictTypes: false,
    inlineRefs: false,
    validateFormats: false,
    // Counts UTF-16 units: the exact count is a function that would have to be imported.
    unicode: false,
  });
  for (const [name, schema] of Object.entries(schemas)) ajv.addSchema({ ...bare(schema), $id: id(name) });
  const code = standalone.default(ajv, Object.fromEntries(checked.map((name) => [`is${name}`, id(name)])));
  if (/\brequire\(/.test(code))
    throw new Error('The compiled checks import something; they must stand alone.');
  return code;
}

export async function generate() {
  const root = new URL('../../', import.meta.url);
  const folder = new URL('src/contract/generated/', root);
  const text = readFileSync(new URL('schemas/platform-api.yaml', root), 'utf8');
  const document = parse(text);
  mkdirSync(folder, { recursive: true });
  const types = astToString(await openapiTypes(text, { emptyObjectsUnknown: true, immutable: true }));
  writeFileSync(new URL('wire.ts', folder), types);
  writeFileSync(new URL('checks.js', folder), compileChecks(document.components.schemas));
  writeFileSync(
    new URL('checks.d.ts', folder),
    [
      "import type { Check } from '../check.js';",
      "import type { components } from './wire.js';",
      ...checked.map((name) => `export declare const is${name}: Check<components['schemas']['${name}']>;`),
      '',
    ].join('\n'),
  );
}
