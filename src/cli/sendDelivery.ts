import path from 'node:path';
import { t } from '../base/l10n.js';
import { defaultDataDir } from '../local/life/dataDir.js';
import type { Deployment, DeploymentRequest, Operation } from '../model/delivery.js';
import { UserError } from '../model/errors.js';
import type { Platform } from '../model/platform.js';
import { deliver } from '../platform/delivery.js';
import { FilePendingWrites } from '../platform/writes/filePendingWrites.js';
import type { CommandIo, ExitCode } from './command.js';
import type { OutputFormat } from './options.js';
import { oneLine } from './oneLine.js';
import { terminalDelivery, type DeliveryFlags } from './terminalDelivery.js';

export interface Delivery {
  readonly service: string;
  readonly environment: string;
  readonly wanted: Pick<DeploymentRequest, 'kind' | 'release' | 'fromEnvironment' | 'toDeployment'>;
  readonly format: OutputFormat;
  readonly flags: DeliveryFlags;
}

/** What stands for a person's answers. */
export const confirmOptions = {
  yes: { type: 'boolean', default: false },
  confirm: { type: 'string' },
  reason: { type: 'string' },
} as const;

/** The options of the commands that deploy; beside those of every command. */
export const deliveryOptions = {
  path: { type: 'string', default: '.' },
  ...confirmOptions,
  acknowledge: { type: 'string', multiple: true, default: [] as string[] },
  'no-wait': { type: 'boolean', default: false },
} as const;

/** Plans, confirms, sends and follows one deployment, and prints how it ended. */
export async function sendDelivery(platform: Platform, delivery: Delivery, io: CommandIo): Promise<ExitCode> {
  const { service, environment, wanted, format, flags } = delivery;
  const pending = new FilePendingWrites(path.join(defaultDataDir(io.env), 'pending'));
  const leaveWaiting = flags['no-wait'] === true;
  const call = { signal: io.signal, pending, leaveWaiting };
  const ui = terminalDelivery(io, format, flags);
  const result = await deliver(platform, service, environment, wanted, ui, call).catch(
    withFlagsHint(environment),
  );
  if (result.outcome === 'declined') {
    io.stdout.write(`${t('Nothing was deployed.')}\n`);
    return 1;
  }
  const { operation } = result;
  if (leaveWaiting && !operation.done) {
    await forget(pending, operation);
    return tellLeft(operation, format, io);
  }
  const deployment = await deploymentOf(platform, delivery, operation, io);
  io.stdout.write(
    format === 'json'
      ? `${JSON.stringify({ operation, ...(deployment && { deployment }) })}\n`
      : ending(delivery, operation, deployment),
  );
  return operation.state === 'Succeeded' ? 0 : 1;
}

/** Whoever leaves it waiting follows it in another way: the same command again is to begin anew. */
async function forget(pending: FilePendingWrites, { id }: Operation): Promise<void> {
  const left = (await pending.all()).filter(({ operation }) => operation === id);
  await Promise.all(left.map(({ key }) => pending.drop(key)));
}

function tellLeft(operation: Operation, format: OutputFormat, io: CommandIo): ExitCode {
  const { id, state, message, blockedBy } = operation;
  const why = blockedBy?.message ?? message ?? state;
  io.stdout.write(
    format === 'json'
      ? `${JSON.stringify({ operation })}\n`
      : `${oneLine(t('Operation {0} waits: {1}', id, why))}\n`,
  );
  return 0;
}

/** What the guard misses can be given by flags: say which. */
export function withFlagsHint(environment: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof UserError)) throw error;
    const hints: Readonly<Record<string, string>> = {
      'guard.confirmation': t('Give --confirm {0} and --reason TEXT; --yes is not enough.', environment),
      'guard.reason': t('Give --reason TEXT.'),
      'guard.acknowledge': t('Give --acknowledge CODE.'),
    };
    const hint = hints[error.code];
    const isHinted = hint === undefined || error.message.includes('--yes');
    throw isHinted ? error : new UserError(error.code, `${error.message} ${hint}`, error);
  };
}

/** The deployment an operation made: the newest that names it, or the one its target names. */
async function deploymentOf(
  platform: Platform,
  { service, environment }: Delivery,
  operation: Operation,
  io: CommandIo,
): Promise<Deployment | undefined> {
  const target = operation.target?.split('/').at(-1);
  const { items } = await platform.listDeployments(
    service,
    { environment, pageSize: 50 },
    { signal: io.signal },
  );
  return items.find((each) => each.operation === operation.id || each.id === target);
}

function ending(
  { service, environment }: Delivery,
  { state, message, error }: Operation,
  deployment: Deployment | undefined,
): string {
  const version = deployment?.release.version ?? '';
  const why = error?.detail ?? message;
  const line =
    state === 'Succeeded'
      ? t('{0} {1} is deployed to {2}.', service, version, environment)
      : t(
          'The deployment of {0} to {1} ended as {2}: {3}',
          service,
          environment,
          state,
          why ?? t('no reason given'),
        );
  return `${oneLine(line)}\n`;
}
