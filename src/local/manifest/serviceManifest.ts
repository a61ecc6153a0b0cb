import { t } from '../../base/l10n.js';
import type { FieldError } from '../../model/problem.js';
import { at, entries, isObject, member, text, type JsonObject } from './json.js';
import { mergePatch } from '../../model/mergePatch.js';

/** A name that is safe as a URL segment and a folder name (RFC 1123 label). */
export const namePattern = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

const workloadTypes = ['service', 'website', 'worker', 'job', 'cronjob'] as const;
export type WorkloadType = (typeof workloadTypes)[number];

/** What the local platform cannot do without: the rest of a manifest is the language service's business. */
export function checkServiceManifest(manifest: unknown): readonly FieldError[] {
  if (!isObject(manifest)) return [{ pointer: '', detail: t('The manifest must be an object.') }];
  const faults: FieldError[] = [];
  const demand = (holds: boolean, pointer: string, detail: string): void => {
    if (!holds) faults.push({ pointer, detail });
  };
  const apiVersion = text(member(manifest, 'apiVersion'));
  demand(
    apiVersion?.startsWith('goldenpath.dev/') === true,
    '/apiVersion',
    t('Write apiVersion: goldenpath.dev/v1alpha1.'),
  );
  demand(member(manifest, 'kind') === 'Service', '/kind', t('Only the kind Service can be released.'));
  const name = text(at(manifest, 'metadata', 'name'));
  demand(
    name !== undefined && namePattern.test(name),
    '/metadata/name',
    t('Give the service a name of lower-case letters, digits and hyphens.'),
  );
  const type = member(manifest, 'spec') === undefined ? undefined : at(manifest, 'spec', 'type');
  demand(
    workloadTypes.some((known) => known === type),
    '/spec/type',
    t('Write one of {0}.', workloadTypes.join(', ')),
  );
  const workload = at(manifest, 'spec', 'workload');
  demand(isObject(workload), '/spec/workload', t('Describe the workload: a Score body with containers.'));
  demand(
    text(member(workload, 'scoreFile')) === undefined,
    '/spec/workload/scoreFile',
    t('The Score file must be put into spec.workload before it is sent.'),
  );
  if (faults.length === 0) faults.push(...checkContainers(member(workload, 'containers')));
  return faults;
}

function checkContainers(containers: unknown): readonly FieldError[] {
  const all = entries(containers);
  const root = '/spec/workload/containers';
  if (all.length === 0) return [{ pointer: root, detail: t('Describe at least one container.') }];
  return all.flatMap(([name, container]) =>
    text(member(container, 'image')) === undefined
      ? [{ pointer: `${root}/${escapePointer(name)}`, detail: t('Name an image; "." is this folder.') }]
      : [],
  );
}

export function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** The Score body as it is in one environment: `environments.<name>.overrides` merged over it. */
export function workloadIn(manifest: JsonObject, environment: string): JsonObject {
  const workload = at(manifest, 'spec', 'workload');
  const overrides = at(manifest, 'spec', 'environments', environment, 'overrides');
  const merged = overrides === undefined ? workload : mergePatch(workload, overrides);
  return isObject(merged) ? merged : {};
}

export function workloadType(manifest: JsonObject): WorkloadType {
  const type = at(manifest, 'spec', 'type');
  return workloadTypes.find((known) => known === type) ?? 'service';
}
