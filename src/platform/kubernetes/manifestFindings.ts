import { t } from '../../base/l10n.js';
import type { Plan, PlanChange, PlanFinding } from '../../model/delivery.js';
import type { Rendering } from '../../model/rendering.js';
import { changesBetween } from './diff.js';
import type { Leftover } from './leftovers.js';
import type { Workload } from './picture.js';
import type { TriedObject, WantedObject } from './tryObject.js';

/** The reason of a block that somebody may lift, with a reason: what others manage becomes ours. */
export const conflict = 'FieldManagerConflict';
const mostNotes = 20;

export function resourceOf({ kind, name }: Pick<WantedObject, 'kind' | 'name'>): string {
  return `${kind.kind}/${name}`;
}

export function changesOf(tried: TriedObject): readonly PlanChange[] {
  const { before, after, owners, isReplaced } = tried;
  const resource = resourceOf(tried);
  if (!before) return [{ action: 'Create', resource }];
  const changes = changesBetween(resource, before, after);
  if (isReplaced) return [{ action: 'Replace', resource, destructive: true }, ...changes];
  return changes.map((change) => {
    const owner = ownerOf(owners, change.pointer ?? '');
    return owner === undefined ? change : { ...change, message: t('{0} manages it', owner) };
  });
}

/** Places are written by dots there, and by slashes here. */
function ownerOf(owners: ReadonlyMap<string, string>, pointer: string): string | undefined {
  const place = pointer.replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~');
  const found = [...owners].find(([field]) => {
    const plain = field.replaceAll(/\[name="([^"]*)"\]/g, '.$1');
    return plain === place || plain.startsWith(`${place}.`) || place.startsWith(`${plain}.`);
  });
  return found?.[1];
}

export function deletion({ kind, object }: Leftover): PlanChange {
  return { action: 'Delete', resource: `${kind.kind}/${object.metadata.name}`, destructive: true };
}

export function summaryOf(tried: readonly TriedObject[], left: readonly Leftover[]): Plan['summary'] {
  const count = (fits: (one: TriedObject) => boolean): number => tried.filter(fits).length;
  return {
    create: count(({ before }) => !before),
    update: count((one) => one.before !== undefined && !one.isReplaced && changesOf(one).length > 0),
    replace: count(({ isReplaced }) => isReplaced),
    delete: left.length,
  };
}

/** A workload of the service that the manifest would leave as it is, running beside. */
export function elsewhere(
  running: readonly Workload[],
  wanted: readonly WantedObject[],
  deleted: readonly Leftover[],
): readonly PlanFinding[] {
  const left = running.filter(
    ({ kind, object: { metadata } }) =>
      !deleted.some(({ object }) => object.metadata.uid === metadata.uid) &&
      !wanted.some(
        (one) =>
          one.kind.kind === kind.kind && one.name === metadata.name && one.namespace === metadata.namespace,
      ),
  );
  if (left.length === 0) return [];
  const names = left.map(
    ({ kind, object: { metadata } }) => `${kind.kind} ${metadata.namespace ?? ''}/${metadata.name}`,
  );
  return [
    {
      code: 'runs-beside',
      severity: 'Warning',
      mustAcknowledge: true,
      message: t(
        '{0} is of this service and not of the manifest: it stays and runs beside.',
        names.join(', '),
      ),
    },
  ];
}

export function keptImages(kept: ReadonlyMap<string, string>): readonly PlanFinding[] {
  return [...kept].map(([container, image]) => ({
    code: 'image-kept',
    severity: 'Info',
    message: t('{0} keeps the image that runs, {1}: a cluster builds none.', container, image),
  }));
}

export function taken(tried: readonly TriedObject[]): readonly PlanFinding[] {
  const owners = new Set(
    tried.flatMap((one) => (one.block?.reason === conflict ? [...one.owners.values()] : [])),
  );
  if (owners.size === 0) return [];
  const message = t('Fields that {0} manages are taken from it.', [...owners].join(', '));
  return [{ code: 'fields-taken', severity: 'Warning', mustAcknowledge: true, message }];
}

export function pruned(left: readonly Leftover[]): PlanFinding {
  const names = left.map(({ kind, object }) => `${kind.kind} ${object.metadata.name}`).join(', ');
  const message = t(
    '{0} was deployed with this service and is no more in its manifest: it is deleted.',
    names,
  );
  return { code: 'left-over', severity: 'Warning', mustAcknowledge: true, message };
}

export function notesOf({ notes }: Rendering): readonly PlanFinding[] {
  return notes.slice(0, mostNotes).map(({ path, reason, severity }) => ({
    code: 'not-rendered',
    severity: severity === 'information' || severity === 'hint' ? 'Info' : 'Warning',
    message: path.length === 0 ? reason : `/${path.join('/')}: ${reason}`,
  }));
}
