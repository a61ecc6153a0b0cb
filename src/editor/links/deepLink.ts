import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';

/** What a link may ask to see of a service. */
export const linkPages = ['logs', 'history', 'drift', 'compare'] as const;
export type LinkPage = (typeof linkPages)[number];

/** Where a link of a portal leads. It only ever leads somewhere: nothing is changed by it. */
export type DeepLink = { readonly platform?: string } & (
  | {
      readonly kind: 'service';
      readonly service: string;
      readonly environment?: string;
      readonly page?: LinkPage;
    }
  | { readonly kind: 'operation'; readonly operation: string }
);

/** Names and ids as platforms make them: no spaces, no slashes, nothing that could be markup. */
const name = /^[A-Za-z0-9][\w.:-]{0,127}$/;
const parameters: readonly string[] = ['platform', 'show'];

/**
 * Reads `/service/NAME`, `/service/NAME/ENVIRONMENT` (with `?show=logs|history|drift|compare`) and `/operation/ID`; with
 * `?platform=URL` where there are several platforms. Throws `UserError` for everything else.
 */
export function deepLink(path: string, query: string): DeepLink {
  const [first, kind, ...rest] = path.replace(/\/$/, '').split('/');
  const asked = [...new URLSearchParams(query)];
  const isKnown =
    asked.every(([key]) => parameters.includes(key)) &&
    new Set(asked.map(([key]) => key)).size === asked.length;
  const [subject, environment] = rest;
  if (first !== '' || !isKnown || subject === undefined || !rest.every((part) => name.test(part))) {
    throw refused();
  }
  const given = new Map(asked);
  const platform = platformIn(given.get('platform'));
  const show = given.get('show');
  if (kind === 'operation' && rest.length === 1 && show === undefined) {
    return { kind, operation: subject, ...platform };
  }
  if (kind !== 'service' || rest.length > 2) throw refused();
  const page = linkPages.find((each) => each === show);
  if (show !== undefined && page === undefined) throw refused();
  return {
    kind,
    service: subject,
    ...(environment !== undefined && { environment }),
    ...(page && { page }),
    ...platform,
  };
}

/** The address is only ever compared with those of the platforms that are connected. */
function platformIn(given: string | undefined): { readonly platform?: string } {
  if (given === undefined) return {};
  const url = given.length > 2_000 ? null : URL.parse(given);
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
  if (!url || !isWeb || url.username || url.password) throw refused();
  return { platform: url.href.replace(/\/$/, '') };
}

function refused(): UserError {
  return new UserError(
    'link.refused',
    t(
      'This link is not opened: it is none that Golden Path knows. Links look like /service/NAME or /operation/ID.',
    ),
  );
}
