import { asMap } from '../../documents/yamlDocument.js';
import { jsonPatch } from './jsonPatch.js';
import { manifestText, yamlText } from './manifestText.js';
import type { RenderedFile, RenderedFiles, RenderedObject, RenderOptions } from './rendered.js';
import { renderService } from './renderService.js';

const header = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' };

/** A base with what holds for all environments; with an environment, an overlay with what is other there. */
export function kustomizeFiles(
  manifest: Readonly<Record<string, unknown>>,
  { environment, namespace, image, ...others }: RenderOptions,
): RenderedFiles {
  // The image that is built is set by the kustomization, so that a new one is a change of one line.
  const built = builtName(manifest);
  const forAll = { ...others, image: built };
  const base = renderService(manifest, forAll);
  const there = environment === undefined ? base : renderService(manifest, { ...forAll, environment });
  if (there.objects.length === 0) return { files: [], notes: there.notes };
  const settings = {
    ...(namespace !== undefined && { namespace }),
    ...(image !== undefined && { images: [imageOf(built, image)] }),
  };
  const names = fileNames([...base.objects, ...there.objects]);
  const files = base.objects.map((object) => fileOf('base', object, names));
  const resources = { resources: base.objects.map((object) => names.get(idOf(object))) };
  const own = environment === undefined ? settings : {};
  return {
    files: [
      { path: 'base/kustomization.yaml', text: yamlText({ ...header, ...resources, ...own }) },
      ...files,
      ...(environment === undefined
        ? []
        : overlay(`overlays/${environment}`, base.objects, there.objects, names, settings)),
    ],
    notes: there.notes,
  };
}

function overlay(
  folder: string,
  base: readonly RenderedObject[],
  there: readonly RenderedObject[],
  names: ReadonlyMap<string, string>,
  settings: object,
): RenderedFile[] {
  const added = there.filter((object) => !base.some((one) => idOf(one) === idOf(object)));
  const patches = base.flatMap((object) => {
    const { apiVersion, kind, metadata } = object;
    const path = `${(names.get(idOf(object)) ?? '').replace(/\.yaml$/, '')}.patch.yaml`;
    const other = there.find((one) => idOf(one) === idOf(object));
    if (!other) {
      const gone = { $patch: 'delete', apiVersion, kind, metadata: { name: metadata.name } };
      return [{ entry: { path }, file: { path: `${folder}/${path}`, text: yamlText(gone) } }];
    }
    const steps = jsonPatch(object, other);
    const entry = { path, target: { kind, name: metadata.name } };
    return steps.length === 0 ? [] : [{ entry, file: { path: `${folder}/${path}`, text: yamlText(steps) } }];
  });
  const kustomization = {
    ...header,
    resources: ['../../base', ...added.map((object) => names.get(idOf(object)))],
    ...(patches.length > 0 && { patches: patches.map(({ entry }) => entry) }),
    ...settings,
  };
  return [
    { path: `${folder}/kustomization.yaml`, text: yamlText(kustomization) },
    ...added.map((object) => fileOf(folder, object, names)),
    ...patches.map(({ file }) => file),
  ];
}

function fileOf(folder: string, object: RenderedObject, names: ReadonlyMap<string, string>): RenderedFile {
  return { path: `${folder}/${names.get(idOf(object)) ?? ''}`, text: manifestText([object]) };
}

/** Named after the kind; of several of a kind, each after its name too. */
function fileNames(objects: readonly RenderedObject[]): ReadonlyMap<string, string> {
  const ids = new Map(objects.map((object) => [idOf(object), object]));
  const kinds = [...ids.values()].map(({ kind }) => kind);
  return new Map(
    [...ids].map(([id, { kind, metadata }]) => {
      const isAlone = kinds.filter((one) => one === kind).length === 1;
      return [id, `${kind.toLowerCase()}${isAlone ? '' : `-${metadata.name}`}.yaml`];
    }),
  );
}

function idOf({ kind, metadata }: RenderedObject): string {
  return `${kind}/${metadata.name}`;
}

function imageOf(name: string, image: string): object {
  const [, newName, newTag, digest] = /^(.*?)(?::([^:/@]+))?(?:@(.+))?$/.exec(image) ?? [];
  return { name, newName, ...(newTag !== undefined && { newTag }), ...(digest !== undefined && { digest }) };
}

/** What stands for the image that is built: the Service's name, unless an image that is not built is called so. */
function builtName(manifest: Readonly<Record<string, unknown>>): string {
  const name = asMap(manifest['metadata'])?.['name'];
  const own = typeof name === 'string' ? name : 'service';
  const isTaken = new RegExp(`"image":"${own.replaceAll('.', '\\.')}[":@]`).test(
    JSON.stringify(manifest['spec'] ?? {}),
  );
  return isTaken ? `${own}-built` : own;
}
