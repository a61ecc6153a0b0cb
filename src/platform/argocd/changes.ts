import { t } from '../../base/l10n.js';
import type { PlanChange, PlanSummary } from '../../model/delivery.js';
import { isObject, objectAt, textAt, type Json } from '../json.js';
import { without } from './present.js';
import { yamlOf } from './yaml.js';

/** One object, as it is and as it would be. */
export interface ObjectChange {
  /** kind/name */
  readonly resource: string;
  readonly before?: Json;
  readonly after?: Json;
  /** It is no longer in Git, and stays since nobody asked to prune. */
  readonly isLeft?: boolean;
}

/** What a person would confirm: the differences leaf by leaf, and both sides of what differs as YAML. */
export interface Changes {
  readonly changes: readonly PlanChange[];
  readonly summary: PlanSummary;
  readonly before: string;
  readonly after: string;
}

const mask = '••••••';
const secretFields = new Set(['data', 'stringData', 'binaryData']);
const noise = new Set([
  'managedFields',
  'resourceVersion',
  'uid',
  'generation',
  'creationTimestamp',
  'selfLink',
]);
const applied = 'kubectl.kubernetes.io/last-applied-configuration';

export function changesOf(objects: readonly ObjectChange[]): Changes {
  const cleaned = objects.map((object) => ({
    ...object,
    ...(object.before && { before: cleanOf(object.before) }),
    ...(object.after && { after: cleanOf(object.after) }),
  }));
  const changed = cleaned.map((object) => ({ object, changes: changesIn(object) }));
  const different = changed.filter(({ changes }) => changes.length > 0).map(({ object }) => object);
  return {
    changes: changed.flatMap(({ changes }) => changes),
    summary: summaryOf(changed.map(({ changes }) => changes)),
    before: textOf(different.map(({ before }) => before)),
    after: textOf(different.map(({ after, before, isLeft }) => (isLeft ? before : after))),
  };
}

function changesIn({ resource, before, after, isLeft }: ObjectChange): readonly PlanChange[] {
  if (!before && !after) return [];
  if (!before) return [{ action: 'Create', resource }];
  if (!after) {
    const message = t(
      'It is not in Git any more. Argo CD leaves it in place: it is deleted only where pruning is on.',
    );
    return isLeft
      ? [{ action: 'NoOp', resource, message }]
      : [{ action: 'Delete', resource, destructive: true, message: t('It is not in Git any more.') }];
  }
  const [old, now] = [leavesOf(before), leavesOf(after)];
  const isSecret = before['kind'] === 'Secret';
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((pointer): PlanChange[] => {
    const [was, is] = [old.get(pointer), now.get(pointer)];
    if (was === is) return [];
    const sensitive = isSecret && secretFields.has(pointer.split('/')[1] ?? '');
    return [
      {
        action: was === undefined ? 'Create' : is === undefined ? 'Delete' : 'Update',
        resource,
        pointer,
        ...(was !== undefined && { before: sensitive ? mask : was }),
        ...(is !== undefined && { after: sensitive ? mask : is }),
        ...(sensitive && { sensitive }),
      },
    ];
  });
}

/** Objects that are made, changed and deleted, not the places in them. */
function summaryOf(objects: readonly (readonly PlanChange[])[]): PlanSummary {
  const count = (fits: (change: PlanChange) => boolean): number =>
    objects.filter((changes) => changes.some(fits)).length;
  return {
    create: count(({ action, pointer }) => action === 'Create' && pointer === undefined),
    update: count(({ pointer }) => pointer !== undefined),
    replace: 0,
    delete: count(({ action, pointer }) => action === 'Delete' && pointer === undefined),
  };
}

/** Without what the cluster writes itself. */
function cleanOf(object: Json): Json {
  const rest = without(object, 'status');
  const metadata = Object.fromEntries(
    Object.entries(objectAt(object, 'metadata')).filter(([key]) => !noise.has(key)),
  );
  const annotations = Object.entries(objectAt(metadata, 'annotations')).filter(([key]) => key !== applied);
  const others = without(metadata, 'annotations');
  return {
    ...rest,
    metadata: { ...others, ...(annotations.length > 0 && { annotations: Object.fromEntries(annotations) }) },
  };
}

function textOf(objects: readonly (Json | undefined)[]): string {
  return objects
    .filter((object) => object !== undefined)
    .map((object) => yamlOf(maskedOf(object)))
    .join('---\n');
}

function maskedOf(object: Json): Json {
  if (textAt(object, 'kind') !== 'Secret') return object;
  const masked = Object.entries(object).map(([key, value]) => [
    key,
    secretFields.has(key) && isObject(value)
      ? Object.fromEntries(Object.keys(value).map((name) => [name, mask]))
      : value,
  ]);
  return Object.fromEntries(masked) as Json;
}

function leavesOf(
  value: unknown,
  pointer = '',
  found = new Map<string, string>(),
): ReadonlyMap<string, string> {
  const parts = isObject(value) ? Object.entries(value) : Array.isArray(value) ? [...value.entries()] : [];
  if (parts.length === 0) found.set(pointer, typeof value === 'string' ? value : JSON.stringify(value));
  for (const [key, item] of parts as [string | number, unknown][]) {
    leavesOf(item, `${pointer}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`, found);
  }
  return found;
}
