import type { Release } from '../../model/delivery.js';
import type { KubeObject, PodTemplate } from './objects.js';
import { podTemplateOf } from './objects.js';

/** Images of the containers, in their order. */
export function imagesOf(template: PodTemplate | undefined): readonly string[] {
  return (template?.spec?.containers ?? []).flatMap(({ image }) => image ?? []);
}

/** In the order of OpenTelemetry: annotation, label, then the tag or digest of the first image. */
export function versionOf(template: PodTemplate | undefined): string {
  const { annotations = {}, labels = {} } = template?.metadata ?? {};
  const told =
    annotations['resource.opentelemetry.io/service.version'] ?? labels['app.kubernetes.io/version'];
  if (told !== undefined && told !== '') return told;
  const [image = ''] = imagesOf(template);
  return versionIn(image) ?? (image === '' ? '' : 'latest');
}

/** The tag of an image, else the beginning of its digest. */
export function versionIn(image: string): string | undefined {
  const { tag, digest } = imageParts(image);
  return tag ?? digest?.slice(0, 19);
}

/** Id of a release: the images that run. */
export function releaseId(template: PodTemplate | undefined): string {
  return imagesOf(template).join(',');
}

/** The pods of a template as a release. */
export function releaseOf(template: PodTemplate | undefined, createdAt: string): Release {
  const images = imagesOf(template);
  return {
    id: releaseId(template),
    version: versionOf(template),
    createdAt,
    artifacts: images.map((image) => {
      const { repository, tag, digest } = imageParts(image);
      const name = repository.slice(repository.lastIndexOf('/') + 1);
      const version = digest === undefined ? '' : `@${encodeURIComponent(digest)}`;
      const query = new URLSearchParams({ repository_url: repository, ...(tag !== undefined && { tag }) });
      return {
        uri: `pkg:oci/${name}${version}?${query.toString()}`,
        ...(digest !== undefined && { digest }),
        ...(tag !== undefined && { tag }),
      };
    }),
  };
}

/** `[host[:port]/]path[:tag][@digest]` in its parts. */
function imageParts(image: string): {
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
} {
  const [named = '', digest] = image.split('@');
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  return {
    repository: colon === -1 ? named : named.slice(0, colon),
    ...(colon !== -1 && { tag: named.slice(colon + 1) }),
    ...(digest !== undefined && { digest }),
  };
}

/**
 * What a template becomes with another release: `release` is images, each put where one of the same repository is, or a
 * tag alone for the first container. `undefined` where an image has no place.
 */
export function withRelease(
  object: KubeObject,
  release: string,
): readonly { name: string; image: string }[] | undefined {
  const containers = podTemplateOf(object)?.spec?.containers ?? [];
  const [first] = containers;
  if (!first) return undefined;
  if (/^[\w][\w.-]{0,127}$/.test(release)) {
    return [{ name: first.name, image: `${imageParts(first.image ?? '').repository}:${release}` }];
  }
  const wanted = new Map(release.split(',').map((image) => [imageParts(image).repository, image]));
  const changed = containers.flatMap(({ name, image = '' }) => {
    const next = wanted.get(imageParts(image).repository);
    return next === undefined ? [] : [{ name, image: next }];
  });
  return changed.length > 0 ? changed : undefined;
}
