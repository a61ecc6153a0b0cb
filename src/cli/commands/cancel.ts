import { parseArgs } from 'node:util';
import { t } from '../../base/l10n.js';
import type { Operation } from '../../model/delivery.js';
import { UserError } from '../../model/errors.js';
import { branchOf } from '../../model/pullRequest.js';
import type { Platform } from '../../model/platform.js';
import { titleOf } from '../../platform/decisions.js';
import { findEnvironment } from '../../platform/findEnvironment.js';
import type { Command, CommandIo, ExitCode } from '../command.js';
import { connect } from '../connect.js';
import { platformOptions, readFormat } from '../options.js';
import { oneLine } from '../oneLine.js';
import { operationNamed } from '../operationNamed.js';

const known = {
  ...platformOptions,
  yes: { type: 'boolean', default: false },
  confirm: { type: 'string' },
} as const;

export const cancelCommand: Command = {
  name: 'cancel',
  usage: [
    t('Usage: golden-path cancel OPERATION --url URL --token-file FILE'),
    t('           [--yes] [--confirm E] [--format human|json]'),
    '',
    t('  OPERATION        what is under way or waits; without it, those are listed'),
    t('  --yes            do not ask; never enough in production'),
    t('  --confirm E      the name of the environment, in place of typing it'),
    '',
    t('What ran before still runs.'),
    '',
    t('Exit code: 0 canceled, 1 it was too late or refused, 2 it could not run.'),
  ].join('\n'),
  run: cancel,
};

async function cancel(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { values: options, positionals } = parseArgs({
    args: [...args],
    options: known,
    allowPositionals: true,
  });
  const format = readFormat('cancel', options.format);
  const platform = await connect(options, io);
  try {
    const id = await operationNamed(platform, 'cancel', positionals, io);
    const operation = await platform.getOperation(id, { signal: io.signal });
    if (operation.done) {
      throw new UserError(
        'guard.ended',
        t('{0} has ended already: {1}.', titleOf(operation), operation.state),
      );
    }
    const ask = format === 'human' && !options.yes ? io.ask : undefined;
    if (!(await isMeant(platform, operation, options, ask, io))) {
      io.stdout.write(`${t('Nothing was canceled.')}\n`);
      return 1;
    }
    const ended = await platform.cancelOperation(id, { signal: io.signal });
    const line = ended.done
      ? `${t('{0} is canceled.', titleOf(ended))} ${branchOf(operation) === undefined ? '' : (ended.message ?? '')}`.trimEnd()
      : t('{0} is being canceled.', titleOf(ended));
    io.stdout.write(format === 'json' ? `${JSON.stringify({ operation: ended })}\n` : `${oneLine(line)}\n`);
    return 0;
  } finally {
    platform.dispose();
  }
}

async function isMeant(
  platform: Platform,
  operation: Operation,
  flags: { readonly yes: boolean; readonly confirm?: string | undefined },
  ask: CommandIo['ask'],
  io: CommandIo,
): Promise<boolean> {
  const { environment } = operation;
  const branch = branchOf(operation);
  if (ask && branch !== undefined) {
    io.stdout.write(`${oneLine(t('The branch {0} is deleted, and with it its pull request.', branch))}\n`);
  }
  const isProduction =
    environment !== undefined &&
    (await findEnvironment(platform, environment, { signal: io.signal })).production;
  if (isProduction) {
    const typed = flags.confirm ?? (ask && (await ask(t('Type {0} to go on: ', environment))).trim());
    if (typed === environment) return true;
    if (typed === '') return false;
    throw new UserError(
      'guard.confirmation',
      t(
        'Confirm the environment by its exact name: {0}. Give --confirm {0}; --yes is not enough.',
        environment,
      ),
    );
  }
  if (flags.yes) return true;
  if (!ask) throw new UserError('guard.confirmation', t('Nobody is here to confirm this. Give --yes.'));
  return /^y(es)?$/i.test((await ask(t('Cancel {0}? [y/N] ', titleOf(operation)))).trim());
}
