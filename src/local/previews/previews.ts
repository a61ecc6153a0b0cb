import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { delay } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import { asItself, type Caller } from '../identity/caller.js';
import type { Environment } from '../../model/catalog.js';
import { UserError } from '../../model/errors.js';
import type { App } from '../app.js';
import { environmentsIn } from '../catalog/catalog.js';
import { fieldRefusal } from '../../contract/refusal.js';
import type { PlannedRun } from '../http/runAnswer.js';
import { namePattern } from '../manifest/serviceManifest.js';
import type { EnvironmentRequest } from '../../model/environmentRequest.js';
import type { RunContext } from '../runs/runs.js';
import { currentDeployment, findService } from '../store/changes.js';
import type { PreviewRecord } from '../store/state.js';

export type PreviewRequest = Omit<EnvironmentRequest, 'values' | 'planFingerprint'>;

/** Template of a whole environment: everything that runs in another one. */
export const copyTemplate = 'copy-of-environment';

const defaultTtlMs = 8 * 3_600_000;
const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const pollMs = 200;

/** Makes an environment that lives for a while. Throws `PlatformError` for a request that makes no sense. */
export function planPreview(app: App, request: PreviewRequest, caller: Caller): PlannedRun {
  const { state } = app.store;
  const name = request.name ?? nameFor(request);
  const known = environmentsIn(state);
  if (!namePattern.test(name) || name.length > 40) {
    throw fieldRefusal('/name', t('A name has at most 40 lower-case letters, digits and hyphens.'));
  }
  if (known.some((environment) => environment.name === name)) {
    throw fieldRefusal('/name', t('There is an environment "{0}" already.', name));
  }
  const basedOn = request.basedOn ?? known[0]?.name ?? '';
  if (!known.some((environment) => environment.name === basedOn)) {
    throw fieldRefusal('/basedOn', t('There is no environment "{0}".', basedOn));
  }
  const wanted = contentOf(app, request, basedOn);
  const createdAt = new Date().toISOString();
  const title = request.branch ?? request.pullRequest ?? t('Copy of {0}', basedOn);
  const preview: PreviewRecord = {
    basedOn,
    environment: {
      name,
      title,
      type: 'ephemeral',
      production: false,
      order: 1_000 + known.length,
      confirmation: 'None',
      ephemeral: {
        ...pick(request, 'template', 'service', 'branch', 'revision'),
        ...(request.pullRequest !== undefined && { pullRequest: { url: request.pullRequest } }),
        createdAt,
        createdBy: caller.actor,
        expiresAt: new Date(Date.now() + ttlMs(request.ttl)).toISOString(),
      },
    },
  };
  const resource = `Environment/${name}`;
  const services = wanted.map(({ service }) => ({ action: 'Create', resource: `Service/${service}` }));
  return {
    spec: {
      kind: 'EnvironmentCreate',
      title: t('Make the environment {0}', name),
      environment: name,
      target: `/environments/${name}`,
      request,
    },
    plan: { changes: [{ action: 'Create', resource }, ...services] },
    work: async (run) => {
      app.setPreview(preview);
      for (const { service, release } of wanted) {
        await run.step(`deploy-${service}`, t('Deploy {0}', service), async () =>
          deploy(app, run, service, name, await release()),
        );
      }
      return { environment: name, services: wanted.map(({ service }) => service) };
    },
  };
}

interface Content {
  readonly service: string;
  /** The id of the release to run there. */
  readonly release: () => Promise<string>;
}

function contentOf(app: App, request: PreviewRequest, basedOn: string): readonly Content[] {
  const { state } = app.store;
  if (request.template !== undefined) {
    if (request.template !== copyTemplate) {
      throw fieldRefusal('/template', t('The template for environments is {0}.', copyTemplate));
    }
    return state.services.flatMap(({ name }) => {
      const current = currentDeployment(state, name, basedOn);
      return current ? [{ service: name, release: () => Promise.resolve(current.releaseId) }] : [];
    });
  }
  const record = findService(state, request.service);
  if (!record) {
    throw fieldRefusal('/service', t('Name a template, or a service of this platform and its branch.'));
  }
  const revision = request.revision ?? request.branch;
  const { repository } = record;
  const fromBranch =
    repository && revision !== undefined
      ? { repository: repository.url, revision, ...(repository.path !== '' && { path: repository.path }) }
      : undefined;
  const source = request.source ?? fromBranch;
  if (!source) throw fieldRefusal('/branch', t('Name a branch, a revision or a source of the service.'));
  const { manifest } = record;
  return [
    {
      service: record.name,
      release: async () => (await app.releases.createForPreview({ manifest, source }, app.actor)).id,
    },
  ];
}

async function deploy(
  app: App,
  run: RunContext,
  service: string,
  environment: string,
  release: string,
): Promise<void> {
  const request = { environment, kind: 'Deploy', release } as const;
  const operation = await app.delivery.create(service, request, `${run.operation}-${service}`, run.caller);
  for (;;) {
    const now = app.tracker.get(operation.id);
    if (now.done) {
      if (now.state === 'Succeeded') return;
      throw new UserError('local.preview-not-deployed', now.message ?? now.state);
    }
    try {
      await delay(pollMs, run.signal);
    } catch (error) {
      app.delivery.cancel(operation.id, run.caller);
      throw error;
    }
  }
}

/** Takes an environment away with all that is in it; blocked where it is not ephemeral or something is under way. */
export function planPreviewEnd(app: App, environment: Environment, request: unknown): PlannedRun {
  const { name } = environment;
  const { state } = app.store;
  const isPreview = state.previews.some((preview) => preview.environment.name === name);
  const services = state.services
    .map((service) => service.name)
    .filter((service) => app.runtime.has({ service, environment: name }));
  const busy = services
    .map((service) => app.delivery.inProgress({ service, environment: name }))
    .find((id) => id !== undefined);
  const block = !isPreview
    ? { reason: 'NotEphemeral', name, message: t('{0} is not an ephemeral environment.', name) }
    : busy !== undefined
      ? {
          reason: 'OperationInProgress',
          name: busy,
          message: t('Another operation is running in {0}.', name),
        }
      : undefined;
  const deletes = services.map((service) => ({ action: 'Delete', resource: `Service/${service}` }));
  return {
    spec: {
      kind: 'EnvironmentDelete',
      title: t('Delete the environment {0}', name),
      environment: name,
      target: `/environments/${name}`,
      request,
    },
    plan: {
      changes: [{ action: 'Delete', resource: `Environment/${name}`, destructive: true }, ...deletes],
      ...(block && { blocks: [block] }),
    },
    work: async (run) => {
      await run.step('stop', t('Stop its services'), async () => {
        for (const service of services) await app.runtime.clear({ service, environment: name });
      });
      await run.step('resources', t('Give its resources back'), async () => {
        const found = app.resources.records.filter((record) => record.environment === name);
        for (const record of found) await app.resources.remove(record, 'Delete');
        for (const service of services) {
          await rm(path.dirname(app.runtime.volumeFolder({ service, environment: name }, 'x')), {
            recursive: true,
            force: true,
          });
        }
      });
      app.endPreview(name);
      return { environment: name };
    },
  };
}

/** Starts to take away the ephemeral environments whose time is over. */
export function expirePreviews(app: App): void {
  for (const { environment } of app.store.state.previews) {
    const { expiresAt, createdAt = '' } = environment.ephemeral ?? {};
    if (expiresAt === undefined || Date.parse(expiresAt) > Date.now()) continue;
    const request = { expired: environment.name, createdAt };
    const key = `expire-${environment.name}-${createdAt}`;
    if (app.runs.repeated(key, request)) continue;
    const { spec, plan, work } = planPreviewEnd(app, environment, request);
    // What is under way there ends first; the next look comes soon.
    if (!plan.blocks) app.runs.start(spec, key, asItself, work);
  }
}

function ttlMs(ttl: string | undefined): number {
  const [, count, unit] = /^([1-9]\d*)([mhd])$/.exec(ttl ?? '') ?? [];
  return count === undefined || unit === undefined ? defaultTtlMs : Number(count) * (unitMs[unit] ?? 0);
}

/** A name that tells the branch and is another for another one. */
function nameFor({ branch, pullRequest, service, basedOn, template }: PreviewRequest): string {
  const from = branch ?? pullRequest?.match(/\d+$/)?.[0] ?? template ?? '';
  const word = from
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 20);
  const hash = createHash('sha256')
    .update([service, branch, pullRequest, basedOn, template].join('\0'))
    .digest('hex');
  return `pr-${word === '' ? 'x' : word}-${hash.slice(0, 6)}`.replace(/-+/g, '-');
}

function pick<T extends object, Key extends keyof T>(
  value: T,
  ...keys: readonly Key[]
): Partial<Pick<T, Key>> {
  const found = keys.filter((key) => value[key] !== undefined).map((key) => [key, value[key]] as const);
  return Object.fromEntries(found) as Partial<Pick<T, Key>>;
}
