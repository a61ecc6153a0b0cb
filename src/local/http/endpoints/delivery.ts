import { isDeploymentRequest, isReleaseRequest } from '../../../contract/generated/checks.js';
import { t } from '../../../base/l10n.js';
import type { DeploymentRequest, ReleaseRequest, ReleaseSource } from '../../../model/delivery.js';
import { UserError } from '../../../model/errors.js';
import type { App } from '../../app.js';
import { wireDeployment, wireRelease } from '../../catalog/wire.js';
import { fieldRefusal, refusal } from '../../../contract/refusal.js';
import { at } from '../../manifest/json.js';
import { checkServiceManifest } from '../../manifest/serviceManifest.js';
import { findRelease } from '../../store/changes.js';
import { checkBody } from '../checkBody.js';
import { ok, type Answer, type Endpoint, type Exchange } from '../exchange.js';
import { idempotencyKey } from '../idempotencyKey.js';
import { pageOf } from '../paging.js';
import { findService } from './catalog.js';

export function deliveryEndpoints(app: App): readonly Endpoint[] {
  return [
    {
      method: 'GET',
      path: '/v1/services/{service}/releases',
      handle({ params, query }) {
        const { name } = findService(app, params['service'] ?? '');
        const { state } = app.store;
        const releases = state.releases.filter(({ service }) => service === name).reverse();
        return ok(
          pageOf(
            releases.map((release) => wireRelease(release, state)),
            query,
          ),
        );
      },
    },
    {
      method: 'POST',
      path: '/v1/services/{service}/releases',
      handle: (exchange) => createRelease(app, exchange),
    },
    {
      method: 'GET',
      path: '/v1/services/{service}/releases/{release}',
      handle({ params }) {
        const release = findRelease(app.store.state, params['service'] ?? '', params['release'] ?? '');
        if (!release) throw refusal('not-found', t('There is no release "{0}".', params['release'] ?? ''));
        return ok(wireRelease(release, app.store.state));
      },
    },
    {
      method: 'GET',
      path: '/v1/services/{service}/deployments',
      handle({ params, query }) {
        const { name } = findService(app, params['service'] ?? '');
        const { state } = app.store;
        const found = state.deployments.filter(
          (deployment) =>
            deployment.service === name &&
            (['environment', 'state', 'kind'] as const).every(
              (key) => !query.get(key) || query.get(key) === deployment[key],
            ),
        );
        return ok(
          pageOf(
            found.reverse().map((deployment) => wireDeployment(deployment, state)),
            query,
          ),
        );
      },
    },
    {
      method: 'POST',
      path: '/v1/services/{service}/deployments',
      handle: (exchange) => createDeployment(app, exchange),
    },
    {
      method: 'GET',
      path: '/v1/services/{service}/deployments/{deployment}',
      handle({ params }) {
        const { name } = findService(app, params['service'] ?? '');
        const { state } = app.store;
        const found = state.deployments.find(
          ({ id, service }) => id === params['deployment'] && service === name,
        );
        if (!found) {
          throw refusal('not-found', t('There is no deployment "{0}".', params['deployment'] ?? ''));
        }
        return ok(wireDeployment(found, state));
      },
    },
  ];
}

async function createRelease(app: App, { params, body, header, caller }: Exchange): Promise<Answer> {
  const key = idempotencyKey(header);
  app.control.access.demand(caller, 'release.create', { service: params['service'] });
  const checked = checkBody(isReleaseRequest, body);
  const request: ReleaseRequest = { manifest: checked.manifest, source: readSource(checked.source) };
  const faults = checkServiceManifest(request.manifest);
  const name = at(request.manifest, 'metadata', 'name');
  if (faults.length > 0) {
    const errors = faults.map((fault) => ({ ...fault, pointer: `/manifest${fault.pointer}` }));
    throw refusal('invalid-request', t('The manifest cannot be released: {0}', faults[0]?.detail ?? ''), {
      errors,
    });
  }
  if (name !== params['service']) {
    throw fieldRefusal(
      '/manifest/metadata/name',
      t('The manifest is of "{0}", not of "{1}".', String(name), params['service'] ?? ''),
    );
  }
  try {
    const release = await app.releases.create(request, key, caller);
    const location = `/v1/services/${params['service'] ?? ''}/releases/${release.id}`;
    return { status: 201, body: release, headers: { Location: location } };
  } catch (error) {
    if (error instanceof UserError) throw fieldRefusal('/source', error.message);
    throw error;
  }
}

/** Throws `PlatformError` for a source that names nothing, or too much. */
export function readSource(source: {
  readonly folder?: string;
  readonly repository?: string;
  readonly revision?: string;
  readonly path?: string;
}): ReleaseSource {
  const { folder, repository, revision, path } = source;
  if (folder !== undefined && repository === undefined) return { folder };
  if (folder !== undefined) {
    throw fieldRefusal('/source', t('Give either a folder or a repository, not both.'));
  }
  if (repository === undefined || revision === undefined) {
    throw fieldRefusal('/source', t('Give a folder, or a repository and a revision.'));
  }
  return { repository, revision, ...(path !== undefined && { path }) };
}

async function createDeployment(
  app: App,
  { params, query, body, header, caller }: Exchange,
): Promise<Answer> {
  const { name } = findService(app, params['service'] ?? '');
  const key = query.get('dryRun') === 'true' ? undefined : idempotencyKey(header);
  const checked = checkBody(isDeploymentRequest, body);
  if (checked.manifest !== undefined || checked.version !== undefined) {
    throw fieldRefusal(
      checked.manifest === undefined ? '/version' : '/manifest',
      t('Make a release first, then deploy it by its id.'),
    );
  }
  const request: DeploymentRequest = checked;
  try {
    if (key === undefined) return ok(await app.delivery.plan(name, request, caller));
    const operation = await app.delivery.create(name, request, key, caller);
    const headers = { Location: `/v1/operations/${operation.id}`, 'Retry-After': '1' };
    return { status: 202, body: operation, headers };
  } catch (error) {
    if (error instanceof UserError) throw refusal('invalid-request', error.message);
    throw error;
  }
}
