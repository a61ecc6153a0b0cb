import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import type { PortalParts } from '../../model/portal.js';
import type { CommandContext } from '../commands/context.js';
import { platformChoice } from '../commands/onPlatform.js';
import type { Connection } from '../session/connection.js';
import type { Session } from '../session/session.js';

/** The connected platforms that have a part of a portal, the chosen one first. */
export function portals(session: Session, part: keyof PortalParts): readonly Connection[] {
  const chosen = session.connection;
  const all = chosen ? [chosen, ...session.connections.filter((each) => each !== chosen)] : [];
  return all.filter(({ platform }) => platform[part]);
}

/** A connection with a part of a portal, and the part. */
export interface Portal<Part extends keyof PortalParts> {
  readonly connection: Connection;
  readonly part: NonNullable<PortalParts[Part]>;
}

/**
 * The portal that a command is to work on: the one at `url`, the only one, or the one that the person picks. Throws
 * `UserError` when there is none.
 */
export async function portalFor<Part extends keyof PortalParts>(
  { session, prompts }: Pick<CommandContext, 'session' | 'prompts'>,
  name: Part,
  title: string,
  url?: string,
): Promise<Portal<Part> | undefined> {
  const chosen = session.require(url);
  const all = url === undefined ? portals(session, name) : [chosen];
  const connection =
    all.length < 2
      ? all[0]
      : await prompts.pick({
          id: 'platform',
          title,
          placeholder: t('Which platform?'),
          choices: all.map(platformChoice),
        });
  if (!connection && all.length > 0) return undefined;
  const part = connection?.platform[name];
  if (connection && part) return { connection, part };
  throw new UserError('portal.none', t('No Backstage is connected. Connect to one, then try again.'));
}
