import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import type { PlatformParts } from '../../model/parts.js';
import { nameOf, type Connection } from '../session/connection.js';

/** What a platform offers beyond deployments. Throws `UserError` where it does not: that it is unknown is no refusal. */
export function requirePart<Name extends keyof PlatformParts>(
  connection: Connection,
  name: Name,
  capability: string = name,
): NonNullable<PlatformParts[Name]> {
  const part = connection.platform[name];
  const { info } = connection.live.snapshot;
  const isOffered = info === undefined || Object.hasOwn(info.capabilities, capability);
  if (part && isOffered) return part;
  const portal = info?.capabilities[capability]?.url;
  throw new UserError(
    'platform.not-offered',
    portal === undefined
      ? t('{0} does not offer this (“{1}”). Ask its team, or use its portal.', nameOf(connection), capability)
      : t('{0} offers this only in its portal: {1}', nameOf(connection), portal),
  );
}
