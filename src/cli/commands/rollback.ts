import { parseArgs } from 'node:util';
import { t } from '../../base/l10n.js';
import type { Deployment } from '../../model/delivery.js';
import { UserError } from '../../model/errors.js';
import type { Platform } from '../../model/platform.js';
import type { Command, CommandIo, ExitCode } from '../command.js';
import { connect } from '../connect.js';
import { platformOptions, readFormat, required } from '../options.js';
import { readManifest } from '../readManifest.js';
import { deliveryOptions, sendDelivery } from '../sendDelivery.js';

const known = { ...platformOptions, ...deliveryOptions, to: { type: 'string' } } as const;

export const rollbackCommand: Command = {
  name: 'rollback',
  usage: [
    t('Usage: golden-path rollback --url URL --token-file FILE --environment E [--service S | --path DIR]'),
    t(
      '                            [--to DEPLOYMENT] [--yes] [--confirm E --reason TEXT] [--format human|json]',
    ),
    '',
    t('  --service S      default: the only service in --path'),
    t('  --to DEPLOYMENT  default: the newest earlier deployment that may be restored'),
    t('  --yes            do not ask; never enough where the environment wants its name typed'),
    t('  --confirm E      the name of the environment, in place of typing it'),
    t('  --reason TEXT    why; production wants one'),
    t('  --acknowledge C  accept the warning with this code; may be repeated'),
    t('  --no-wait        come back when it waits for an approval or a pull request'),
    '',
    t('Exit code: 0 rolled back, 1 it failed or was refused, 2 it could not run.'),
  ].join('\n'),
  run: rollback,
};

async function rollback(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { values: options } = parseArgs({ args: [...args], options: known });
  const format = readFormat('rollback', options.format);
  const environment = required('rollback', 'environment', options.environment);
  const service = options.service ?? (await readManifest(options.path, undefined, io)).name;
  const platform = await connect(options, io);
  try {
    const toDeployment = options.to ?? (await findTarget(platform, service, environment, io)).id;
    return await sendDelivery(
      platform,
      { service, environment, wanted: { kind: 'Rollback', toDeployment }, format, flags: options },
      io,
    );
  } finally {
    platform.dispose();
  }
}

/** The newest deployment before the live one that the platform can restore; history comes newest first. */
async function findTarget(
  platform: Platform,
  service: string,
  environment: string,
  io: CommandIo,
): Promise<Deployment> {
  let isEarlier = false;
  for (let pageToken: string | undefined; ;) {
    const page = await platform.listDeployments(
      service,
      { environment, pageSize: 100, ...(pageToken && { pageToken }) },
      { signal: io.signal },
    );
    for (const deployment of page.items) {
      if (isEarlier && deployment.rollback?.eligible === true) return deployment;
      isEarlier ||= deployment.state === 'Deployed';
    }
    pageToken = page.nextPageToken;
    if (!pageToken) break;
  }
  throw new UserError(
    'guard.no-rollback',
    t('{0} has no earlier deployment in {1} that can be restored.', service, environment),
  );
}
