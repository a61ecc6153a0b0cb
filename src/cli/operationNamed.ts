import { t } from '../base/l10n.js';
import type { Operation } from '../model/delivery.js';
import type { OperationQuery } from '../model/parts.js';
import type { Platform } from '../model/platform.js';
import { titleOf } from '../platform/decisions.js';
import type { CommandIo } from './command.js';
import { usageError } from './options.js';

/** The only argument of a command that works on an operation. Throws `UserError` that names those it could be. */
export async function operationNamed(
  platform: Platform,
  command: string,
  positionals: readonly string[],
  { signal }: CommandIo,
  query: OperationQuery = {},
): Promise<string> {
  const [id, ...others] = positionals;
  if (id && others.length === 0) return id;
  if (others.length > 0) throw usageError(command, t('Name one operation'));
  const page = await platform.operations?.list({ pageSize: 50, ...query }, { signal });
  const open = (page?.items ?? []).filter(({ done }) => !done);
  throw usageError(
    command,
    open.length === 0
      ? t('Name an operation; none is open')
      : t('Name an operation; open are: {0}', open.map(named).join(', ')),
  );
}

function named(operation: Operation): string {
  return `${operation.id} (${titleOf(operation)})`;
}
