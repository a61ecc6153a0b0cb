import { t } from '../../../base/l10n.js';
import { asMap } from '../../documents/yamlDocument.js';
import type { ConfigMaps } from './configMaps.js';
import { freeName, serviceName } from './names.js';
import type { Reader } from '../reader.js';

/** What a volume of a pod becomes. */
type Volume =
  | { readonly is: 'resource'; readonly resource: string }
  | { readonly is: 'files'; readonly texts: Readonly<Record<string, string>>; readonly mode?: string }
  | { readonly is: 'nothing' };

interface VolumeResource {
  readonly type: 'volume';
  /** Of the claim that it is. */
  readonly id?: string;
  /** `ephemeral`: as long as an instance. */
  readonly class?: string;
  readonly params?: object;
}

export interface Volumes {
  readonly byName: ReadonlyMap<string, Volume>;
  /** The resources that hold data, to be asked of the platform. */
  readonly resources: Readonly<Record<string, VolumeResource>>;
}

/** The volumes of a pod: those that hold data become resources, texts of ConfigMaps in the input become files. */
export function volumesOf(pod: Reader, claims: readonly Reader[], configMaps: ConfigMaps): Volumes {
  const byName = new Map<string, Volume>();
  const resources: Record<string, VolumeResource> = {};
  const addResource = (name: string, more: Omit<VolumeResource, 'type'> = {}): Volume => {
    const resource = freeName(serviceName(name, 'volume'), resources);
    resources[resource] = { type: 'volume', ...more };
    return { is: 'resource', resource };
  };
  for (const claim of claims) {
    const name = claim.map('metadata').text('name') ?? 'data';
    claim.take('metadata', 'spec', 'apiVersion', 'kind', 'status');
    claim.note(
      t(
        'It becomes a resource of type volume: size and class are chosen by the platform, and no instance has one of its own.',
      ),
    );
    byName.set(name, addResource(name, sized(storageOf(claim.value))));
  }
  for (const reader of pod.list('volumes')) {
    const name = reader.text('name') ?? '';
    byName.set(name, volumeOf(name, reader, configMaps, addResource));
  }
  return { byName, resources };
}

const resourceId = /^(?=.{2,63}$)[a-z0-9]+(?:-+[a-z0-9]+)*(?:\.[a-z0-9]+(?:-+[a-z0-9]+)*)*$/;

function sized(size: unknown): Pick<VolumeResource, 'params'> {
  return typeof size === 'string' ? { params: { size } } : {};
}

function storageOf(claim: unknown): unknown {
  return ['spec', 'resources', 'requests', 'storage'].reduce<unknown>((at, key) => asMap(at)?.[key], claim);
}

function volumeOf(
  name: string,
  reader: Reader,
  configMaps: ConfigMaps,
  addResource: (name: string, more?: Omit<VolumeResource, 'type'>) => Volume,
): Volume {
  if (reader.has('persistentVolumeClaim')) {
    const claim = reader.map('persistentVolumeClaim');
    const id = claim.text('claimName') ?? '';
    claim.note(
      t('It becomes a resource of type volume: what the claim is, the platform decides.'),
      'information',
    );
    return addResource(name, resourceId.test(id) ? { id } : {});
  }
  const kinds = Object.keys(asMap(reader.value) ?? {}).filter((key) => key !== 'name' && reader.has(key));
  // One that does not say what it is, is an empty folder, too.
  if (reader.has('emptyDir') || kinds.length === 0) {
    const folder = reader.has('emptyDir') ? reader.map('emptyDir') : reader;
    const size = folder.text('sizeLimit');
    folder.note(t('It becomes a resource of type volume and class ephemeral.'), 'information');
    return addResource(name, { class: 'ephemeral', ...sized(size) });
  }
  if (reader.has('configMap')) return configFiles(reader.map('configMap'), configMaps);
  reader.drop('secret', t('A Service gets secrets as variables: add them to spec.secrets.'));
  for (const kind of kinds.filter((key) => key !== 'secret')) {
    reader.drop(kind, t('A Service has no volume of the kind {0}; its mounts are left out.', kind));
  }
  return { is: 'nothing' };
}

function configFiles(reader: Reader, configMaps: ConfigMaps): Volume {
  const name = reader.text('name');
  const texts = configMaps.get(name);
  const mode = reader.whole('defaultMode');
  const items = reader.list('items');
  if (!texts) {
    reader.note(
      t('The ConfigMap “{0}” is not among the files: write its texts in files of the container.', name ?? ''),
    );
    return { is: 'nothing' };
  }
  reader.note(t('The texts of the ConfigMap are written out as files here.'), 'information');
  const chosen =
    items.length > 0 ? items.flatMap((item) => itemOf(item, name, texts)) : Object.entries(texts);
  return {
    is: 'files',
    texts: Object.fromEntries(chosen),
    ...(mode !== undefined && mode <= 0o777 && { mode: `0${mode.toString(8).padStart(3, '0')}` }),
  };
}

/** A text under the name that an item gives it. */
function itemOf(
  item: Reader,
  name: string | undefined,
  texts: Readonly<Record<string, string>>,
): [string, string][] {
  const [key = '', path = ''] = [item.text('key'), item.text('path')];
  const text = texts[key];
  if (text !== undefined) return [[path, text]];
  item.note(noText(name, key));
  return [];
}

function noText(name: string | undefined, key: string): string {
  return t('The ConfigMap “{0}” has no text “{1}”; it is left out.', name ?? '', key);
}

/** Where a container finds the volumes: as Score's volumes and files. */
export function mountsOf(
  container: Reader,
  { byName }: Volumes,
): { volumes: Record<string, object>; files: Record<string, object> } {
  const volumes: Record<string, object> = {};
  const files: Record<string, object> = {};
  for (const mount of container.list('volumeMounts')) {
    const [name = '', path, subPath] = [mount.text('name'), mount.text('mountPath'), mount.text('subPath')];
    const isReadOnly = mount.flag('readOnly');
    const volume = byName.get(name);
    if (!path || !volume) mount.note(t('There is no volume “{0}”; this mount is left out.', name));
    else if (volume.is === 'resource') {
      volumes[path] = {
        source: `\${resources.${volume.resource}}`,
        ...(subPath && { path: subPath }),
        ...(isReadOnly && { readOnly: true }),
      };
    } else if (volume.is === 'files') {
      if (subPath !== undefined && !(subPath in volume.texts)) mount.note(noText(name, subPath));
      Object.assign(files, mounted(volume, path, subPath));
    }
  }
  return { volumes, files };
}

function mounted(
  { texts, mode }: Extract<Volume, { is: 'files' }>,
  path: string,
  subPath: string | undefined,
): Record<string, object> {
  const file = (content: string): object => ({
    ...(mode !== undefined && { mode }),
    content,
    noExpand: true,
  });
  if (subPath !== undefined) return subPath in texts ? { [path]: file(texts[subPath] ?? '') } : {};
  const folder = path.replace(/\/$/, '');
  return Object.fromEntries(
    Object.entries(texts).map(([name, content]) => [`${folder}/${name}`, file(content)]),
  );
}
