import { t } from '../../../base/l10n.js';
import { asMap } from '../../documents/yamlDocument.js';
import type { Reader } from '../reader.js';
import type { Mounts } from './files.js';
import type { Head } from './head.js';
import { partsOf } from './placeholders.js';
import type { RenderedObject } from './rendered.js';
import { targets } from './targets.js';

/** Where a resource of type volume is found: what the pod says, and what there must be besides. */
interface Storage {
  readonly volume?: { readonly name: string };
  readonly objects: readonly RenderedObject[];
  readonly template?: object;
}

export interface Volumes {
  readonly byResource: ReadonlyMap<string, Storage>;
  /** Of a StatefulSet: each instance gets claims of its own. */
  readonly claimTemplates: readonly object[];
}

/** The resources that hold data: a folder of the instance, a claim that is there, or one that is made. */
export function volumesOf(resources: readonly (readonly [string, Reader])[], head: Head): Volumes {
  const all = resources.filter(([, { value }]) => asMap(value)?.['type'] === 'volume');
  const byResource = new Map(all.map(([name, reader]) => [name, storageOf(name, reader, head)]));
  const claimTemplates = [...byResource.values()].flatMap(({ template }) => template ?? []);
  return { byResource, claimTemplates };
}

function storageOf(name: string, reader: Reader, head: Head): Storage {
  const [, id, kind] = ['type', 'id', 'class'].map((key) => reader.text(key));
  const size = reader.map('params').text('size');
  if (kind === 'ephemeral') {
    return { volume: { name, ...{ emptyDir: size === undefined ? {} : { sizeLimit: size } } }, objects: [] };
  }
  const claimName = id ?? `${head.name}-${name}`;
  const spec = {
    accessModes: ['ReadWriteOnce'],
    resources: { requests: { storage: size ?? '1Gi' } },
  };
  if (head.isStateful && id === undefined) {
    if (size === undefined) reader.note(t('It names no size: each instance gets 1Gi. Give params.size.'));
    return { objects: [], template: { metadata: { name }, spec } };
  }
  if (size === undefined || id !== undefined) {
    reader.note(
      t('The claim “{0}” must be there: give params.size to have one rendered.', claimName),
      'information',
    );
  }
  const claim = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: head.named(claimName), spec };
  return {
    volume: { name, ...{ persistentVolumeClaim: { claimName } } },
    objects: size === undefined || id !== undefined ? [] : [claim],
  };
}

/** The volumes of a container, each mounted at its path. */
export function mountsOf(container: Reader, { byResource }: Volumes): Mounts {
  const found = targets(container, 'volumes').flatMap(([mountPath, reader]) => {
    const [source = '', path] = [reader.text('source'), reader.text('path')];
    const isReadOnly = reader.take('readOnly') === true;
    const [part] = partsOf(source);
    const name = Array.isArray(part) && part[0] === 'resources' ? String(part[1]) : '';
    const storage = byResource.get(name);
    if (!storage) {
      reader.note(t('“{0}” is no resource of type volume; this mount is left out.', source));
      return [];
    }
    const mount = { name, mountPath, ...(path && { subPath: path }), ...(isReadOnly && { readOnly: true }) };
    return [{ mount, storage }];
  });
  const storages = [...new Set(found.map(({ storage }) => storage))];
  return {
    mounts: found.map(({ mount }) => mount),
    volumes: storages.flatMap(({ volume }) => volume ?? []),
    objects: storages.flatMap(({ objects }) => objects),
  };
}
