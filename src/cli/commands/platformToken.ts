import path from 'node:path';
import { parseArgs } from 'node:util';
import { t } from '../../base/l10n.js';
import { scopes, type Scope } from '../../local/identity/caller.js';
import { addIdentity, removeIdentity, type NewIdentity } from '../../local/identity/identities.js';
import { defaultDataDir } from '../../local/life/dataDir.js';
import { UserError } from '../../model/errors.js';
import type { CommandIo, ExitCode } from '../command.js';

const options = {
  data: { type: 'string' },
  as: { type: 'string' },
  type: { type: 'string', default: 'user' },
  group: { type: 'string', multiple: true },
  scope: { type: 'string', multiple: true },
  revoke: { type: 'boolean', default: false },
  format: { type: 'string', default: 'human' },
} as const;

type Values = ReturnType<typeof parseArgs<{ readonly options: typeof options }>>['values'];

/** `platform token`: another identity of the local platform, by a token in a file that only its owner reads. */
export function tokenCommand(args: readonly string[], io: CommandIo): ExitCode {
  const values = parse(args);
  const dataDir = values.data === undefined ? defaultDataDir(io.env) : path.resolve(io.cwd, values.data);
  const name = values.as;
  if (name === undefined) throw new UserError('cli.usage', t('Name the identity with --as NAME.'));
  if (values.revoke) {
    const removed = removeIdentity(dataDir, name);
    const text = removed
      ? t('The token of {0} is refused from now on.', name)
      : t('There is no identity {0}.', name);
    io.stdout.write(values.format === 'json' ? `${JSON.stringify({ removed })}\n` : `${text}\n`);
    return removed ? 0 : 1;
  }
  const type = typeOf(values.type);
  const tokenFile = addIdentity(dataDir, {
    name,
    type,
    groups: values.group ?? [],
    scopes: scopesOf(values.scope ?? [], type),
  });
  const text = t('The token of {0} is in {1}. Earlier tokens of that name are refused.', name, tokenFile);
  io.stdout.write(values.format === 'json' ? `${JSON.stringify({ name, tokenFile })}\n` : `${text}\n`);
  return 0;
}

function typeOf(type: string): NewIdentity['type'] {
  if (type === 'user' || type === 'agent' || type === 'serviceAccount') return type;
  throw new UserError('cli.usage', t('--type is user, agent or serviceAccount.'));
}

/** An agent may only read unless someone says otherwise. */
function scopesOf(given: readonly string[], type: NewIdentity['type']): readonly Scope[] {
  const named = given.flatMap((value) => value.split(','));
  const unknown = named.find((name) => !scopes.some((scope) => scope === name));
  if (unknown !== undefined) {
    throw new UserError('cli.usage', t('There is no scope "{0}". Take {1}.', unknown, scopes.join(', ')));
  }
  if (named.length > 0) return scopes.filter((scope) => named.includes(scope));
  return type === 'agent' ? ['platform.read'] : ['platform.read', 'platform.deploy'];
}

function parse(args: readonly string[]): Values {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UserError('cli.usage', error instanceof Error ? error.message : String(error), error);
  }
}
