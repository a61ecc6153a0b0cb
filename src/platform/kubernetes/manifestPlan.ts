import { createHash } from 'node:crypto';
import { t } from '../../base/l10n.js';
import { refusal, fieldRefusal } from '../../contract/refusal.js';
import type { CallOptions } from '../../model/call.js';
import type { DeploymentRequest, Plan } from '../../model/delivery.js';
import { PlatformError } from '../../model/errors.js';
import type { RenderService } from '../../model/rendering.js';
import { entityText } from '../backstage/entityText.js';
import { isObject, type Json } from '../json.js';
import { deleteCall } from './calls.js';
import { latest } from './changes.js';
import type { Cluster } from './cluster.js';
import { essential, shown } from './diff.js';
import type { Discovery } from './discovery.js';
import { leftovers, type Leftover } from './leftovers.js';
import {
  changesOf,
  conflict,
  deletion,
  elsewhere,
  keptImages,
  notesOf,
  pruned,
  resourceOf,
  summaryOf,
  taken,
} from './manifestFindings.js';
import { withRunningImages, type HandedManifest } from './manifestReleases.js';
import { changeCause, podTemplateOf, type KubeObject } from './objects.js';
import { currentOf, type Workload } from './picture.js';
import { releaseOf } from './release.js';
import type { Space } from './spaces.js';
import { isFollowed, targetOf, type Target } from './ticket.js';
import { applyObject, tryObject, type TriedObject, type WantedObject } from './tryObject.js';
import type { World } from './world.js';

/** A plan, and what carries it out. */
export interface Prepared {
  readonly plan: Plan;
  /** Gives what was changed, and why it stopped half-way where it did. Rejects where nothing was changed. */
  readonly carryOut: () => Promise<{ readonly targets: readonly Target[]; readonly failure?: string }>;
}

export interface ManifestPorts {
  readonly world: World;
  readonly render: RenderService;
  readonly discovery: Discovery;
}

/** What deploying a whole manifest would do. Rejects with `PlatformError`. */
export async function planManifest(
  { world, render, discovery }: ManifestPorts,
  handed: HandedManifest,
  request: DeploymentRequest,
  at: string,
  call?: CallOptions,
): Promise<Prepared> {
  const { service } = handed;
  const { environment, override = [] } = request;
  const picture = await world.picture(call);
  const known = picture.workloads(service, environment);
  const running = await Promise.all(known.map((workload) => latest(workload, call ?? {})));
  const place = placeOf(world, picture.spacesOf(environment), running, request);
  const images = withRunningImages(handed.manifest, imagesOf(running));
  if (images.missing.length > 0) throw noImage(images.missing);
  const rendering = await render({
    manifest: images.manifest,
    environment,
    ...(handed.folder !== undefined && { folder: handed.folder }),
    ...(place.namespace !== undefined && { namespace: place.namespace }),
  });
  const wanted = await Promise.all(
    rendering.objects.map((body) => wantedOf(body, place.cluster, discovery, request, call)),
  );
  if (wanted.length === 0) {
    throw fieldRefusal('/release', t('{0} is not deployed to {1}.', service, environment));
  }
  const [tried, left] = await Promise.all([
    Promise.all(wanted.map((one) => tryObject(one, call))),
    leftovers(wanted, service, discovery, call),
  ]);
  const takes = override.includes(conflict) && (request.reason ?? '').trim() !== '';
  const warnings = [
    ...elsewhere(running, wanted, left),
    ...keptImages(images.kept),
    ...(takes ? taken(tried) : []),
    ...(left.length > 0 ? [pruned(left)] : []),
    ...notesOf(rendering),
  ];
  const blocks = tried.flatMap(({ block }) =>
    block && !(takes && block.reason === conflict) ? [block] : [],
  );
  const [main] = running;
  const workload = tried.find(({ after }) => podTemplateOf(after));
  const plan: Plan = {
    fingerprint: fingerprintOf(request, tried, left),
    summary: summaryOf(tried, left),
    changes: [...left.map(deletion), ...tried.flatMap(changesOf)],
    before: tried.flatMap(({ before }) => (before ? [entityText(shown(before))] : [])).join('---\n'),
    after: tried.map(({ after }) => entityText(shown(after))).join('---\n'),
    computedAt: at,
    ...(warnings.length > 0 && { warnings }),
    ...(blocks.length > 0 && { blocks }),
    ...(main && { from: currentOf(main) }),
    ...(workload && { toRelease: releaseOf(podTemplateOf(workload.after), at) }),
  };
  return { plan, carryOut: () => carryOut(plan, tried, left, takes) };
}

async function carryOut(
  { blocks: [block] = [] }: Plan,
  tried: readonly TriedObject[],
  left: readonly Leftover[],
  takes: boolean,
): ReturnType<Prepared['carryOut']> {
  if (block) throw refusal('blocked', block.message ?? '', { blockedBy: block });
  const targets: Target[] = [];
  const done: string[] = [];
  try {
    for (const one of tried) {
      const after = await applyObject(one, takes);
      if (isFollowed(one.kind)) targets.push(targetOf(one.cluster, one.kind, after));
      done.push(resourceOf(one));
    }
    for (const { cluster, kind, object } of left) {
      await cluster.send(deleteCall(kind, object.metadata.namespace, object.metadata.name));
      done.push(`${kind.kind}/${object.metadata.name}`);
    }
    return { targets };
  } catch (error) {
    const [next] = tried.slice(done.length);
    if (done.length === 0 || !PlatformError.is(error)) throw error;
    const what = next ? resourceOf(next) : t('what is left over');
    const failure = t('It stopped at {0}: {1} Done before it: {2}.', what, error.message, done.join(', '));
    return { targets, failure };
  }
}

/** Where the service runs, else the one place of the environment. */
function placeOf(
  { clusters }: World,
  spaces: readonly Space[],
  [main]: readonly Workload[],
  { environment }: DeploymentRequest,
): { readonly cluster: Cluster; readonly namespace?: string } {
  if (main) return spaceOf(main.cluster, main.object.metadata.namespace);
  const [cluster, ...others] = new Set(spaces.length > 0 ? spaces.map((space) => space.cluster) : clusters);
  if (!cluster || others.length > 0) {
    const names = [cluster, ...others].flatMap((one) => one?.options.context ?? []).join(', ');
    throw fieldRefusal(
      '/environment',
      t('{0} is in several clusters ({1}), and it is not said which one is meant.', environment, names),
    );
  }
  return spaceOf(cluster, spaces.length === 1 ? spaces[0]?.namespace : undefined);
}

function spaceOf(cluster: Cluster, namespace: string | undefined): ReturnType<typeof placeOf> {
  return { cluster, ...(namespace !== undefined && { namespace }) };
}

async function wantedOf(
  body: Json,
  cluster: Cluster,
  discovery: Discovery,
  { environment, reason }: DeploymentRequest,
  call?: CallOptions,
): Promise<WantedObject> {
  const { apiVersion, kind: kindName } = body;
  const metadata = isObject(body['metadata']) ? body['metadata'] : {};
  const { name, namespace } = metadata;
  const kind = await discovery.find(cluster, String(apiVersion), String(kindName), call);
  if (!kind) {
    throw refusal(
      'invalid-request',
      t(
        'The cluster knows no {0} ({1}), which the manifest needs. Have it installed there, or leave out what needs it.',
        String(kindName),
        String(apiVersion),
      ),
    );
  }
  if (kind.isNamespaced && typeof namespace !== 'string') {
    throw fieldRefusal(
      '/environment',
      t(
        'It is not said in which namespace of {0} it is to run. Name one in spec.target.namespace of that Environment in .platform/.',
        environment,
      ),
    );
  }
  const annotations = isObject(metadata['annotations']) ? metadata['annotations'] : {};
  const told = reason && isFollowed(kind) ? { annotations: { ...annotations, [changeCause]: reason } } : {};
  return {
    cluster,
    kind,
    name: String(name),
    body: { ...body, metadata: { ...metadata, ...told } },
    ...(kind.isNamespaced && { namespace: String(namespace) }),
  };
}

function imagesOf([main]: readonly Workload[]): ReadonlyMap<string, string> {
  const containers = (main && podTemplateOf(main.object)?.spec?.containers) ?? [];
  return new Map(containers.flatMap(({ name, image }) => (image === undefined ? [] : [[name, image]])));
}

function noImage(missing: readonly string[]): PlatformError {
  return fieldRefusal(
    '/release',
    t(
      'The image of {0} is built from its folder, which a cluster does not do. Name the image: in the manifest, or with --image.',
      missing.join(', '),
    ),
  );
}

/** Over what is asked for and what is there: what the server makes of it may have names that are made up each time. */
function fingerprintOf(
  { kind, environment, release, override }: DeploymentRequest,
  tried: readonly TriedObject[],
  left: readonly Leftover[],
): string {
  const plain = (object: unknown): unknown => object && essential(object as KubeObject);
  const inputs = JSON.stringify([
    [kind, environment, release, override],
    tried.map(({ body, before, block }) => [plain(body), plain(before), block?.reason]),
    left.map(({ object }) => object.metadata.uid),
  ]);
  return `sha256:${createHash('sha256').update(inputs).digest('hex')}`;
}
