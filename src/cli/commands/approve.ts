import { parseArgs } from 'node:util';
import { t } from '../../base/l10n.js';
import { decide, titleOf, type DecisionKind } from '../../platform/decisions.js';
import type { Command, CommandIo, ExitCode } from '../command.js';
import { connect } from '../connect.js';
import { platformOptions, readFormat } from '../options.js';
import { oneLine } from '../oneLine.js';
import { operationNamed } from '../operationNamed.js';
import { confirmOptions, withFlagsHint } from '../sendDelivery.js';
import { terminalDecision } from '../terminalDecision.js';

const known = { ...platformOptions, ...confirmOptions } as const;

export const approveCommand: Command = {
  name: 'approve',
  usage: usageOf(
    'approve',
    t('The plan is shown first. Only the very plan that approval was asked for is approved.'),
    t('Exit code: 0 approved, 1 it was refused, 2 it could not run.'),
  ),
  run: (args, io) => run('approve', args, io),
};

export const rejectCommand: Command = {
  name: 'reject',
  usage: usageOf(
    'reject',
    t('The plan is shown first. A reason is always needed.'),
    t('Exit code: 0 rejected, 1 it was refused, 2 it could not run.'),
  ),
  run: (args, io) => run('reject', args, io),
};

function usageOf(kind: DecisionKind, note: string, codes: string): string {
  return [
    t('Usage: golden-path {0} OPERATION --url URL --token-file FILE', kind),
    t('           [--yes] [--confirm E] [--reason TEXT] [--format human|json]'),
    '',
    t('  OPERATION        what waits; without it, what waits is listed'),
    t('  --yes            do not ask; never enough where the environment wants its name typed'),
    t('  --confirm E      the name of the environment, in place of typing it'),
    t('  --reason TEXT    why; kept with the change'),
    '',
    note,
    '',
    codes,
  ].join('\n');
}

async function run(kind: DecisionKind, args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { values: options, positionals } = parseArgs({
    args: [...args],
    options: known,
    allowPositionals: true,
  });
  const format = readFormat(kind, options.format);
  const platform = await connect(options, io);
  try {
    const id = await operationNamed(platform, kind, positionals, io, { state: 'Blocked' });
    const ui = terminalDecision(io, format, options);
    const result = await decide(platform, id, kind, ui, io.signal).catch(withFlagsHint(ui.environment()));
    if (result.outcome === 'declined') {
      io.stdout.write(`${t('Nothing was decided.')}\n`);
      return 1;
    }
    const { operation } = result;
    const done =
      kind === 'approve'
        ? t('{0} is approved.', titleOf(operation))
        : t('{0} is rejected.', titleOf(operation));
    io.stdout.write(format === 'json' ? `${JSON.stringify({ operation })}\n` : `${oneLine(done)}\n`);
    return 0;
  } finally {
    platform.dispose();
  }
}
