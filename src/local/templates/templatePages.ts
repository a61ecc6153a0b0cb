import type { components } from '../../contract/generated/wire.js';
import type { GalleryTemplate } from './gallery.js';

/** The page of each template that has one, called as the template. */
export function templatePages(
  gallery: readonly GalleryTemplate[],
): readonly components['schemas']['Document'][] {
  return gallery.flatMap(({ name, readme }) =>
    readme === undefined
      ? []
      : [
          {
            id: `template_${name}`,
            title: name,
            type: 'template',
            mediaType: 'text/markdown',
            content: readme,
          },
        ],
  );
}
