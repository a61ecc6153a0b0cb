import { contractVersion } from '../../../contract/capabilities.js';
import { t } from '../../../base/l10n.js';
import { localPlatformName } from '../../../model/localPlatform.js';
import type { PlatformInfo } from '../../../model/platform.js';
import type { FieldError } from '../../../model/problem.js';
import { refusal } from '../../../contract/refusal.js';
import { ok, type Endpoint } from '../exchange.js';
import { maxPageSize, pageOf } from '../paging.js';
import type { SchemaFolder } from '../schemaFolder.js';

/** Finds what is wrong in a manifest's text; composition gives the language service's. */
type ValidateManifest = (yaml: string) => Promise<readonly FieldError[]> | readonly FieldError[];

export interface DiscoveryOptions {
  readonly serverVersion: string;
  readonly schemas: SchemaFolder;
  readonly validate: ValidateManifest;
}

export function discoveryEndpoints(options: DiscoveryOptions): readonly Endpoint[] {
  const info: PlatformInfo & { readonly limits: Readonly<Record<string, number>> } = {
    name: localPlatformName,
    title: t('Local platform'),
    contractVersion,
    serverVersion: options.serverVersion,
    auth: { type: 'token' },
    capabilities: {
      actions: { level: 'Write', dryRun: true, idempotency: true },
      approvals: { level: 'Write' },
      audit: { level: 'Read' },
      deployments: {
        level: 'Write',
        kinds: ['Deploy', 'Promote', 'Rollback', 'Restart'],
        dryRun: true,
        idempotency: true,
      },
      drift: { level: 'Read' },
      environments: { level: 'Write', dryRun: true, idempotency: true },
      events: { level: 'Read' },
      facets: { level: 'Read' },
      feedback: { level: 'Write' },
      incidents: { level: 'Write' },
      logs: { level: 'Stream' },
      manifests: { level: 'Read' },
      'metrics.dora': { level: 'Read' },
      'metrics.portfolio': { level: 'Read' },
      operations: { level: 'Stream' },
      owners: { level: 'Read' },
      pages: { level: 'Read' },
      permissions: { level: 'Read' },
      pipelines: { level: 'Stream' },
      releases: { level: 'Write' },
      resources: { level: 'Write', dryRun: true, idempotency: true },
      schemas: { level: 'Read' },
      scorecards: { level: 'Read' },
      secrets: { level: 'Write', dryRun: true, idempotency: true },
      'services.detail': { level: 'Read' },
      slos: { level: 'Read' },
      systems: { level: 'Read' },
      templates: { level: 'Write', dryRun: true, idempotency: true },
      watch: { level: 'Stream' },
    },
    limits: { maxPageSize, idempotencyKeyTtlSeconds: 86_400, maxLogLines: 5_000 },
  };
  return [
    { method: 'GET', path: '/v1', open: true, handle: () => ok(info) },
    {
      method: 'GET',
      path: '/v1/schemas',
      handle: async ({ query }) => ok(pageOf(await options.schemas.list(), query)),
    },
    {
      method: 'GET',
      path: '/v1/schemas/{schema}',
      async handle({ params }) {
        const schema = await options.schemas.read(params['schema'] ?? '');
        if (!schema) throw refusal('not-found', t('There is no schema "{0}".', params['schema'] ?? ''));
        return ok(schema);
      },
    },
    {
      method: 'POST',
      path: '/v1/manifests/validate',
      readOnly: true,
      bodyTypes: ['application/yaml', 'text/yaml'],
      async handle({ body }) {
        const yaml = typeof body === 'string' ? body : JSON.stringify(body, undefined, 2);
        return ok({ diagnostics: await options.validate(yaml) });
      },
    },
  ];
}
