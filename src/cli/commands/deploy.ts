import { parseArgs } from 'node:util';
import { t } from '../../base/l10n.js';
import { PlatformError, UserError } from '../../model/errors.js';
import type { Platform } from '../../model/platform.js';
import { takesManifest } from '../../model/rendering.js';
import type { Command, CommandIo, ExitCode } from '../command.js';
import { connect } from '../connect.js';
import { platformOptions, readFormat, required } from '../options.js';
import { oneLine } from '../oneLine.js';
import { readManifest, type FoundService } from '../readManifest.js';
import { releaseSource } from '../releaseSource.js';
import { withImage } from '../withImage.js';
import { deliveryOptions, sendDelivery } from '../sendDelivery.js';

const known = {
  ...platformOptions,
  ...deliveryOptions,
  image: { type: 'string' },
  override: { type: 'string', multiple: true, default: [] as string[] },
} as const;

export const deployCommand: Command = {
  name: 'deploy',
  usage: [
    t('Usage: golden-path deploy --url URL --token-file FILE --environment E [--service S] [--path DIR]'),
    t('                          [--yes] [--confirm E --reason TEXT] [--format human|json]'),
    '',
    t('  --path DIR       where the manifest is (default: the current folder)'),
    t('  --service S      default: the only service in --path'),
    t('  --image IMAGE    what takes the place of the image “.”; a cluster builds none'),
    t('  --yes            do not ask; never enough where the environment wants its name typed'),
    t('  --confirm E      the name of the environment, in place of typing it'),
    t('  --reason TEXT    why; production wants one'),
    t('  --acknowledge C  accept the warning with this code; may be repeated'),
    t('  --override R     lift a block of this kind, such as FieldManagerConflict; wants --reason'),
    t('  --no-wait        come back when it waits for an approval or a pull request'),
    '',
    t(
      'A platform on this machine, and a cluster, take the folder as it is; any other takes the commit that is checked out.',
    ),
    t('What is followed in Git, as by Argo CD, needs no manifest: what Git has is deployed.'),
    '',
    t('Exit code: 0 deployed, 1 it failed or was refused, 2 it could not run.'),
  ].join('\n'),
  run: deploy,
};

type Options = ReturnType<typeof parseArgs<{ options: typeof known }>>['values'];

async function deploy(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { values: options } = parseArgs({ args: [...args], options: known });
  const format = readFormat('deploy', options.format);
  const environment = required('deploy', 'environment', options.environment);
  const found = await soughtManifest(options, io);
  const platform = await connect(options, io);
  try {
    const { service, release, message } =
      'absent' in found
        ? await followed(platform, found, environment, io.signal)
        : await released(platform, found, options.image, io.signal);
    if (format === 'human') io.stdout.write(`${oneLine(message)}\n`);
    const wanted = { kind: 'Deploy', ...(release !== undefined && { release }) } as const;
    return await sendDelivery(platform, { service, environment, wanted, format, flags: options }, io);
  } finally {
    platform.dispose();
  }
}

/** A service whose manifest is not here, which it may do without. */
interface Absent {
  readonly name: string;
  readonly absent: UserError;
}

/** What is to be deployed, and what is said of it. */
interface Deployable {
  readonly service: string;
  readonly message: string;
  /** Absent where it is what Git has. */
  readonly release?: string;
}

/** Throws `UserError` as `readManifest` does, but for a service that may be followed in Git. */
async function soughtManifest(
  { path, service, image }: Options,
  io: CommandIo,
): Promise<FoundService | Absent> {
  try {
    return await readManifest(path, service, io);
  } catch (error) {
    const isAbsent = error instanceof UserError && error.code === 'manifest.not-found';
    if (!isAbsent || service === undefined || image !== undefined) throw error;
    return { name: service, absent: error };
  }
}

/** Throws why there is no manifest where one is needed. */
async function followed(
  platform: Platform,
  { name: service, absent }: Absent,
  environment: string,
  signal: AbortSignal,
): Promise<Deployable> {
  const { environments = [] } = await platform.getService(service, { signal }).catch((error: unknown) => {
    throw PlatformError.is(error, 'not-found') ? absent : error;
  });
  const state = environments.find((each) => each.environment === environment);
  if (state?.sync === undefined) throw absent;
  return { service, message: t('{0} is deployed to {1} as Git has it.', service, environment) };
}

async function released(
  platform: Platform,
  { name: service, folder, manifest }: FoundService,
  image: string | undefined,
  signal: AbortSignal,
): Promise<Deployable> {
  // Of what this program is part of, and what builds nothing, no commit is asked for.
  const isCluster = platform.parts && takesManifest(await platform.getInfo({ signal }));
  const source = isCluster ? { folder } : await releaseSource(platform.url, folder, signal);
  const call = { signal, idempotencyKey: crypto.randomUUID() };
  const request = { manifest: withImage(manifest, image), source };
  const { id, version } = await platform.createRelease(service, request, call);
  return { service, release: id, message: t('Release {0} of {1}.', version, service) };
}
