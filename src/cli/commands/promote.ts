import { parseArgs } from 'node:util';
import { t } from '../../base/l10n.js';
import type { Environment } from '../../model/catalog.js';
import { UserError } from '../../model/errors.js';
import type { Platform } from '../../model/platform.js';
import { promotionsOf } from '../../model/promotion.js';
import { runningRelease } from '../../platform/runningRelease.js';
import type { Command, CommandIo, ExitCode } from '../command.js';
import { connect } from '../connect.js';
import { platformOptions, readFormat, required } from '../options.js';
import { deliveryOptions, sendDelivery } from '../sendDelivery.js';
import { serviceOf } from '../serviceOf.js';

const known = { ...platformOptions, ...deliveryOptions, from: { type: 'string' } } as const;

export const promoteCommand: Command = {
  name: 'promote',
  usage: [
    t('Usage: golden-path promote --url URL --token-file FILE --environment E [--from E]'),
    t('                           [--service S | --path DIR] [--yes] [--confirm E --reason TEXT]'),
    t('                           [--format human|json]'),
    '',
    t('  --environment E  where to'),
    t('  --from E         default: where the platform promotes from to there'),
    t('  --service S      default: the only service in --path'),
    t('  --yes            do not ask; never enough where the environment wants its name typed'),
    t('  --confirm E      the name of the environment, in place of typing it'),
    t('  --reason TEXT    why; production wants one'),
    t('  --acknowledge C  accept the warning with this code; may be repeated'),
    t('  --no-wait        come back when it waits for an approval or a pull request'),
    '',
    t('The very release that runs there is taken; nothing is built again.'),
    '',
    t('Exit code: 0 promoted, 1 it failed or was refused, 2 it could not run.'),
  ].join('\n'),
  run: promote,
};

async function promote(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { values: options } = parseArgs({ args: [...args], options: known });
  const format = readFormat('promote', options.format);
  const environment = required('promote', 'environment', options.environment);
  const service = options.service ?? (await serviceOf(options.path, io));
  const platform = await connect(options, io);
  try {
    const fromEnvironment = options.from ?? (await sourceFor(platform, service, environment, io));
    const release = await runningRelease(platform, service, fromEnvironment, io.signal);
    const wanted = { kind: 'Promote', release, fromEnvironment } as const;
    return await sendDelivery(platform, { service, environment, wanted, format, flags: options }, io);
  } finally {
    platform.dispose();
  }
}

/** Where the service is that could be promoted to an environment; the latest in order, where there are several. */
async function sourceFor(
  platform: Platform,
  service: string,
  environment: string,
  { signal }: CommandIo,
): Promise<string> {
  const environments = new Map<string, Environment>();
  for (let pageToken: string | undefined; ;) {
    const query = { pageSize: 200, ...(pageToken && { pageToken }) };
    const page = await platform.listEnvironments(query, { signal });
    for (const each of page.items) environments.set(each.name, each);
    pageToken = page.nextPageToken;
    if (!pageToken) break;
  }
  const live = {
    services: new Map([[service, await platform.getService(service, { signal })]]),
    environments,
  };
  const found = promotionsOf(live, service).findLast(({ to }) => to.name === environment);
  if (found) return found.from.environment;
  throw new UserError(
    'guard.no-promotion',
    t('There is nothing to promote {0} to {1} from: name it with --from, if there is.', service, environment),
  );
}
