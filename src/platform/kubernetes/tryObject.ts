import { t } from '../../base/l10n.js';
import { refusal } from '../../contract/refusal.js';
import type { CallOptions } from '../../model/call.js';
import { PlatformError } from '../../model/errors.js';
import type { Block } from '../../model/problem.js';
import { isObject, type Json } from '../json.js';
import { deleteCall, objectCall, patchCall } from './calls.js';
import type { Cluster } from './cluster.js';
import type { ServedKind } from './discovery.js';
import { keeperName, keeperOf, keptSentence } from './keeper.js';
import { decodeObject, type KubeObject } from './objects.js';
import { isOurs, ownersIn } from './owners.js';

/** An object that is to be in a cluster. */
export interface WantedObject {
  readonly cluster: Cluster;
  readonly kind: ServedKind;
  readonly namespace?: string;
  readonly name: string;
  /** All that is said of it. */
  readonly body: Json;
}

/** What applying an object would do. */
export interface TriedObject extends WantedObject {
  /** As it is now; `undefined` where it is to be made. */
  readonly before: KubeObject | undefined;
  readonly after: KubeObject;
  /** It cannot become so: it is deleted and made anew. */
  readonly isReplaced: boolean;
  /** Fields that others manage, as the API server writes their places, each with who does. */
  readonly owners: ReadonlyMap<string, string>;
  readonly block?: Block;
}

/** Kinds that run once, and never change. */
const runsOnce = 'Job';

/** Asks the API server what applying an object would do, without effect. Rejects with `PlatformError`. */
export async function tryObject(wanted: WantedObject, call?: CallOptions): Promise<TriedObject> {
  const { cluster, kind, namespace, name } = wanted;
  const before = await cluster
    .send(objectCall(kind, namespace, name), { ...call, fresh: true })
    .catch((error: unknown) => {
      if (PlatformError.is(error, 'not-found')) return undefined;
      throw error;
    });
  const keeper = before && keeperOf(before);
  const owners = new Map<string, string>();
  const tried = { ...wanted, before, owners, isReplaced: false };
  try {
    return { ...tried, ...(await sent(wanted, owners, call)), ...kept() };
  } catch (error) {
    if (!before || !isFixed(error)) throw error;
    if (kind.kind !== runsOnce) throw fixedError(error, wanted, before);
    return { ...tried, after: await made(wanted, call), isReplaced: true, ...kept() };
  }

  function kept(): { readonly block: Block } | undefined {
    return (
      keeper && {
        block: {
          reason: 'OwnedElsewhere',
          name: keeperName(keeper),
          message: keptSentence(keeper, `${kind.kind} ${name}`),
        },
      }
    );
  }
}

/** As it would be, be it by force: so that what is in conflict can be shown. */
async function sent(
  wanted: WantedObject,
  owners: Map<string, string>,
  call?: CallOptions,
): Promise<Pick<TriedObject, 'after' | 'block'>> {
  try {
    return { after: await send(wanted, { isDry: true, isForced: false }, call) };
  } catch (error) {
    for (const [field, owner] of ownersIn(error)) owners.set(field, owner);
    if (owners.size === 0) throw error;
    const after = await send(wanted, { isDry: true, isForced: true }, call);
    return { after, ...blockIn(error, owners) };
  }
}

/** Does what was tried; what others manage is taken from them only where that is told. */
export async function applyObject(tried: TriedObject, takesFields: boolean): Promise<KubeObject> {
  const { cluster, kind, namespace, name, owners, isReplaced } = tried;
  if (isReplaced) await cluster.send(deleteCall(kind, namespace, name));
  const isForced = (takesFields && owners.size > 0) || isOurs(owners);
  return await send(tried, { isDry: false, isForced });
}

async function send(
  { cluster, kind, namespace, name, body }: WantedObject,
  { isDry, isForced }: { readonly isDry: boolean; readonly isForced: boolean },
  call?: CallOptions,
): Promise<KubeObject> {
  const place = { name, ...(namespace !== undefined && { namespace }) };
  const patch = { how: 'apply-patch+yaml', body, isForced } as const;
  return decodeObject(await cluster.send(patchCall(kind, place, patch, isDry), call));
}

/** As it would be made where none is: under another name, as this one is still taken. */
async function made(wanted: WantedObject, call?: CallOptions): Promise<KubeObject> {
  const name = `${wanted.name.slice(0, 50)}-tried`;
  const metadata = { ...(isObject(wanted.body['metadata']) && wanted.body['metadata']), name };
  const other = { ...wanted, name, body: { ...wanted.body, metadata } };
  const object = await send(other, { isDry: true, isForced: false }, call);
  return { ...object, metadata: { ...object.metadata, name: wanted.name } };
}

function blockIn(error: unknown, owners: ReadonlyMap<string, string>): { readonly block?: Block } {
  const block = PlatformError.is(error) ? error.problem?.blockedBy : undefined;
  return block && !isOurs(owners) ? { block } : {};
}

/** Whether something was to change that never may (422). */
function isFixed(error: unknown): boolean {
  if (!PlatformError.is(error, 'invalid-request')) return false;
  const { errors = [], detail = '' } = error.problem ?? {};
  return [detail, ...errors.map((one) => one.detail)].some((text) => /immutable|updates to/i.test(text));
}

function fixedError(error: unknown, { kind, name }: WantedObject, before: KubeObject): PlatformError {
  const detail = error instanceof Error ? error.message : '';
  const labels = before.spec?.selector?.matchLabels;
  const isSelector = labels !== undefined && /selector/.test(detail);
  const text = isSelector
    ? t(
        'Say in the manifest which one it has: the annotation goldenpath.dev/selector: {0}',
        Object.entries(labels)
          .map((pair) => pair.join('='))
          .join(','),
      )
    : t('Delete it first if it is to become so.');
  return refusal(
    'invalid-request',
    t('{0} {1} cannot be changed like that: {2} {3}', kind.kind, name, detail, text),
    { remediation: { text } },
  );
}
