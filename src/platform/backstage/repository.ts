import type { Repository } from '../../model/catalog.js';
import { annotationOf, type Entity } from './entity.js';

/** Hosts whose repository an annotation names by `owner/name`. */
const slugs = [
  ['github.com/project-slug', 'https://github.com/'],
  ['gitlab.com/project-slug', 'https://gitlab.com/'],
  ['bitbucket.org/project-slug', 'https://bitbucket.org/'],
] as const;

/** The folder behind `/tree/<branch>/` (GitHub), `/-/tree/<branch>/` (GitLab) or `/src/<branch>/` (Bitbucket). */
const inTree = /^(.+?)\/(?:-\/)?(?:tree|blob|src)\/[^/]+(?:\/(.*))?$/;

/** Where the source of an entity is, from its annotations. */
export function repositoryOf(entity: Entity): Repository | undefined {
  const location = annotationOf(entity, 'backstage.io/source-location');
  if (location?.startsWith('url:')) return repositoryAt(location.slice('url:'.length));
  for (const [annotation, host] of slugs) {
    const slug = annotationOf(entity, annotation);
    if (slug !== undefined && /^[\w.-]+(\/[\w.-]+)+$/.test(slug)) return { url: `${host}${slug}` };
  }
  return undefined;
}

function repositoryAt(text: string): Repository | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) return undefined;
  const pathname = decoded(url.pathname).replace(/\/+$/, '');
  const [, root = pathname, folder = ''] = inTree.exec(pathname) ?? [];
  return { url: `${url.origin}${root}`, ...(folder !== '' && { path: folder }) };
}

function decoded(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}
