import { parseArgs } from 'node:util';
import { t } from '../../base/l10n.js';
import { takesManifest } from '../../model/rendering.js';
import type { Command, CommandIo, ExitCode } from '../command.js';
import { connect } from '../connect.js';
import { platformOptions, readFormat, required } from '../options.js';
import { oneLine } from '../oneLine.js';
import { readManifest } from '../readManifest.js';
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
    '',
    t('Exit code: 0 deployed, 1 it failed or was refused, 2 it could not run.'),
  ].join('\n'),
  run: deploy,
};

async function deploy(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { values: options } = parseArgs({ args: [...args], options: known });
  const format = readFormat('deploy', options.format);
  const environment = required('deploy', 'environment', options.environment);
  const { name, folder, manifest } = await readManifest(options.path, options.service, io);
  const platform = await connect(options, io);
  try {
    // Of what this program is part of, and what builds nothing, no commit is asked for.
    const isCluster = platform.parts && takesManifest(await platform.getInfo({ signal: io.signal }));
    const source = isCluster ? { folder } : await releaseSource(platform.url, folder, io.signal);
    const call = { signal: io.signal, idempotencyKey: crypto.randomUUID() };
    const release = await platform.createRelease(
      name,
      { manifest: withImage(manifest, options.image), source },
      call,
    );
    if (format === 'human') {
      io.stdout.write(`${oneLine(t('Release {0} of {1}.', release.version, name))}\n`);
    }
    return await sendDelivery(
      platform,
      { service: name, environment, wanted: { kind: 'Deploy', release: release.id }, format, flags: options },
      io,
    );
  } finally {
    platform.dispose();
  }
}
