import { parseArgs } from 'node:util';
import { t } from '../../base/l10n.js';
import type { Command, CommandIo, ExitCode } from '../command.js';
import { connect } from '../connect.js';
import { platformOptions, readFormat, required } from '../options.js';
import { deliveryOptions, sendDelivery } from '../sendDelivery.js';
import { serviceOf } from '../serviceOf.js';

const known = { ...platformOptions, ...deliveryOptions } as const;

export const restartCommand: Command = {
  name: 'restart',
  usage: [
    t('Usage: golden-path restart --url URL --token-file FILE --environment E [--service S | --path DIR]'),
    t('                           [--yes] [--confirm E --reason TEXT] [--format human|json]'),
    '',
    t('  --service S      default: the only service in --path'),
    t('  --yes            do not ask; never enough where the environment wants its name typed'),
    t('  --confirm E      the name of the environment, in place of typing it'),
    t('  --reason TEXT    why; production wants one'),
    '',
    t('Exit code: 0 restarted, 1 it failed or was refused, 2 it could not run.'),
  ].join('\n'),
  run: restart,
};

async function restart(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { values: options } = parseArgs({ args: [...args], options: known });
  const format = readFormat('restart', options.format);
  const environment = required('restart', 'environment', options.environment);
  const service = options.service ?? (await serviceOf(options.path, io));
  const platform = await connect(options, io);
  try {
    const wanted = { kind: 'Restart' } as const;
    return await sendDelivery(platform, { service, environment, wanted, format, flags: options }, io);
  } finally {
    platform.dispose();
  }
}
