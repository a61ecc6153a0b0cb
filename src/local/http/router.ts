import { problemOf } from '../../contract/problem.js';
import { t } from '../../base/l10n.js';
import type { Problem } from '../../model/problem.js';
import type { Endpoint } from './exchange.js';
import { isContractPath } from './contractPaths.js';
import { matchPath } from '../../contract/matchPath.js';

export type RouteMatch =
  | { readonly kind: 'found'; readonly endpoint: Endpoint; readonly params: Readonly<Record<string, string>> }
  | { readonly kind: 'none'; readonly problem: Problem };

/** Finds the endpoint of a path. Segments are decoded once; what the contract knows and we do not offer is 501. */
export function matchRoute(endpoints: readonly Endpoint[], method: string, pathname: string): RouteMatch {
  const segments = decode(pathname);
  if (!segments) return none(problemOf('not-found', { detail: t('The path is not well formed.') }));
  let otherMethod = false;
  for (const endpoint of endpoints) {
    const params = matchPath(endpoint.path, segments);
    if (!params) continue;
    if (endpoint.method === method) return { kind: 'found', endpoint, params };
    otherMethod = true;
  }
  if (otherMethod || isContractPath(segments)) {
    return none(
      problemOf('not-implemented', {
        detail: t('The local platform does not offer {0} {1}.', method, pathname),
      }),
    );
  }
  return none(problemOf('not-found', { detail: t('There is nothing at {0}.', pathname) }));
}

function decode(pathname: string): readonly string[] | undefined {
  try {
    const segments = pathname
      .split('/')
      .filter((part) => part !== '')
      .map(decodeURIComponent);
    return segments.some((part) => part === '.' || part === '..' || part.includes('/') || part.includes('\0'))
      ? undefined
      : segments;
  } catch {
    return undefined;
  }
}

function none(problem: Problem): RouteMatch {
  return { kind: 'none', problem };
}
